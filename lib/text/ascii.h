// Letters, digits and pieces of text in ASCII, whatever the locale.
#pragma once

#include <algorithm>
#include <string_view>

namespace smsflow {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The text before the first `end`, which is taken from `text` together with that; all of it when
// there is none.
inline std::string_view take_until(std::string_view& text, char end) {
  const std::size_t at = std::min(text.find(end), text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

}  // namespace smsflow
