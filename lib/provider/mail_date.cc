#include "provider/mail_date.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <vector>

namespace smsflow {
namespace {

// One run of digits that is all of `text`.
std::optional<int> number_of(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size() && text[0] != '-';
  return whole ? std::optional(value) : std::nullopt;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<int> month_number(std::string_view name) {
  static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t at = name.size() == 3 ? kMonths.find(name) : std::string_view::npos;
  if (at == std::string_view::npos || at % 3 != 0) return std::nullopt;
  return static_cast<int>(at / 3) + 1;
}

// Minutes east of UTC.
std::optional<int> zone_minutes(std::string_view zone) {
  if (zone == "GMT" || zone == "UTC" || zone == "Z") return 0;
  if (zone.size() != 5 || (zone[0] != '+' && zone[0] != '-')) return std::nullopt;
  const std::optional<int> hours = number_of(zone.substr(1, 2));
  const std::optional<int> minutes = number_of(zone.substr(3, 2));
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return (zone[0] == '-' ? -1 : 1) * (*hours * 60 + *minutes);
}

std::optional<std::chrono::seconds> time_of_day(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, ':');
  if (parts.size() != 3) return std::nullopt;
  int value[3];
  for (int i = 0; i < 3; ++i) {
    const std::optional<int> part = number_of(parts[static_cast<std::size_t>(i)]);
    if (!part || *part > (i == 0 ? 23 : i == 1 ? 59 : 60)) return std::nullopt;
    value[i] = *part;
  }
  return std::chrono::seconds{value[0] * 3600 + value[1] * 60 + value[2]};
}

}  // namespace

std::optional<Instant> parse_mail_date(std::string_view text) {
  const std::size_t comma = text.find(", ");
  if (comma != std::string_view::npos) text.remove_prefix(comma + 2);
  const std::vector<std::string_view> parts = split(text, ' ');
  if (parts.size() != 5 || parts[2].size() != 4) return std::nullopt;
  const std::optional<int> day = number_of(parts[0]);
  const std::optional<int> month = month_number(parts[1]);
  const std::optional<int> year = number_of(parts[2]);
  const std::optional<std::chrono::seconds> time = time_of_day(parts[3]);
  const std::optional<int> zone = zone_minutes(parts[4]);
  if (!day || !month || !year || !time || !zone) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return Instant{std::chrono::sys_days{date}} + *time - std::chrono::minutes{*zone};
}

std::optional<Duration> retry_after(const Headers& headers) {
  constexpr Duration kLongest = std::chrono::hours{1};
  const std::optional<std::string_view> value = find_header(headers, "Retry-After");
  if (!value || value->empty()) return std::nullopt;
  if (std::all_of(value->begin(), value->end(), [](char c) { return c >= '0' && c <= '9'; })) {
    // More digits than an int holds are longer than an hour as well.
    const std::optional<int> seconds = number_of(*value);
    return seconds && *seconds < 3600 ? Duration{std::chrono::seconds{*seconds}} : kLongest;
  }
  const std::optional<Instant> until = parse_mail_date(*value);
  const std::optional<Instant> now =
      parse_mail_date(find_header(headers, "Date").value_or(std::string_view()));
  if (!until || !now) return std::nullopt;
  return std::clamp(Duration{*until - *now}, Duration{0}, kLongest);
}

}  // namespace smsflow
