#include "time/instant.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "time/reading.h"

namespace smsflow {
namespace {

struct Unit {
  char letter;
  std::int64_t ms;
};

constexpr std::array kUnits{Unit{'w', 7 * 86'400'000LL}, Unit{'d', 86'400'000LL},
                            Unit{'h', 3'600'000LL}, Unit{'m', 60'000LL}, Unit{'s', 1'000LL}};
constexpr std::int64_t kLongestMs = 36'525 * 86'400'000LL;

std::int64_t unit_ms(char letter) {
  for (const Unit& unit : kUnits) {
    if (unit.letter == letter) return unit.ms;
  }
  return 0;
}

// With zeros before it.
void append_digits(std::string& out, std::int64_t number, int digits) {
  for (std::int64_t place = digits == 4 ? 1000 : digits == 3 ? 100 : 10; place > 0; place /= 10) {
    out += static_cast<char>('0' + number / place % 10);
  }
}

}  // namespace

std::optional<Instant> parse_rfc3339(std::string_view text) {
  const std::optional<Reading> reading = parse_reading(text);
  if (!reading || !reading->has_seconds || !reading->offset_s) return std::nullopt;
  return utc_instant(*reading);
}

std::string format_rfc3339(Instant at) {
  const std::chrono::sys_days day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{at - day};
  const int year = static_cast<int>(date.year());
  std::string text = year >= 0 && year <= 9999 ? std::string() : fmt::format("{:04}", year);
  if (text.empty()) append_digits(text, year, 4);
  const auto part = [&](char before, std::int64_t number, int digits) {
    text += before;
    append_digits(text, number, digits);
  };
  part('-', static_cast<unsigned>(date.month()), 2);
  part('-', static_cast<unsigned>(date.day()), 2);
  part('T', clock.hours().count(), 2);
  part(':', clock.minutes().count(), 2);
  part(':', clock.seconds().count(), 2);
  if (clock.subseconds().count() != 0) part('.', clock.subseconds().count(), 3);
  return text += 'Z';
}

std::optional<Duration> parse_duration(std::string_view text) {
  std::int64_t total = 0;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    std::size_t digits = 0;
    std::int64_t count = 0;
    for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
      count = count * 10 + (text[digits] - '0');
      if (count > kLongestMs) return std::nullopt;
    }
    if (digits == 0 || digits == text.size()) return std::nullopt;
    const std::int64_t ms = unit_ms(text[digits]);
    if (ms == 0 || count > (kLongestMs - total) / ms) return std::nullopt;
    total += count * ms;
    text.remove_prefix(digits + 1);
    if (text.size() > 1 && text.front() == ' ') text.remove_prefix(1);
  }
  return Duration{total};
}

std::string format_duration(Duration duration) {
  const bool negative = duration.count() < 0;
  std::uint64_t rest = static_cast<std::uint64_t>(duration.count());
  if (negative) rest = 0 - rest;
  std::string text;
  for (const Unit& unit : kUnits) {
    const auto ms = static_cast<std::uint64_t>(unit.ms);
    const bool whole = rest % ms / 1000 == 0;
    if (rest < ms || (unit.letter == 'w' && !whole)) {
      // The second unit is the next smaller one: "1d 5s" would pretend a precision "1d 2h" lacks.
      if (!text.empty()) break;
      continue;
    }
    const bool second = !text.empty();
    if (second) text += ' ';
    text += std::to_string(rest / ms);
    text += unit.letter;
    rest %= ms;
    if (second) break;
  }
  if (text.empty()) return "0s";
  return negative ? "-" + text : text;
}

}  // namespace smsflow
