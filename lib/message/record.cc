#include "message/record.h"

#include <fmt/format.h>

#include <charconv>
#include <type_traits>

namespace smsflow {
namespace {

template <typename Number>
bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

// Nothing when one of them is no such number.
template <typename Number>
std::optional<bool> is_less(std::string_view left, std::string_view right) {
  Number first{};
  Number second{};
  if (!read_number(left, first) || !read_number(right, second)) return std::nullopt;
  return first < second;
}

}  // namespace

std::string to_text(const Value& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>) {
          return "";
        } else if constexpr (std::is_same_v<Held, bool>) {
          return held ? "yes" : "no";
        } else if constexpr (std::is_same_v<Held, Instant>) {
          return format_rfc3339(held);
        } else if constexpr (std::is_same_v<Held, std::string>) {
          return held;
        } else {
          return fmt::format("{}", held);
        }
      },
      value);
}

bool is_older_version(std::string_view version, std::string_view known) {
  if (version.empty() || known.empty()) return false;
  // Counts of nanoseconds are more than a double tells apart.
  if (const auto whole = is_less<std::uint64_t>(version, known)) return *whole;
  if (const auto real = is_less<double>(version, known)) return *real;
  const std::optional<Instant> at = parse_rfc3339(version);
  const std::optional<Instant> known_at = parse_rfc3339(known);
  return at && known_at ? *at < *known_at : version < known;
}

}  // namespace smsflow
