#include "toml/nesting.h"

#include <algorithm>
#include <string>

namespace smsflow::toml_file {
namespace {

// Byte after the string that begins with the quote at `at`. A string that is never closed ends with
// its line (or with the text): the parser stops there too.
std::size_t string_end(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const bool multi_line = text.substr(at, 3) == std::string(3, quote);
  at += multi_line ? 3 : 1;
  for (; at < text.size(); ++at) {
    if (text[at] == '\\' && quote == '"') {
      ++at;
    } else if (text[at] == '\n' && !multi_line) {
      return at;
    } else if (text[at] == quote && !multi_line) {
      return at + 1;
    } else if (text[at] == quote && text.substr(at, 3) == std::string(3, quote)) {
      // Two more quotes may belong to the text: """a""""".
      at += 3;
      for (int i = 0; i < 2 && at < text.size() && text[at] == quote; ++i) ++at;
      return at;
    }
  }
  return text.size();
}

}  // namespace

std::size_t find_too_deep(std::string_view text, int limit) {
  int brackets = 0;
  int dots = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = string_end(text, at);
      continue;
    }
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (c == '[' || c == '{') ++brackets;
    if (c == ']' || c == '}') brackets = std::max(brackets - 1, 0);
    dots = c == '.' ? dots + 1 : dots;
    if (std::string_view("\n=,[]{}").find(c) != std::string_view::npos) dots = 0;
    if (brackets > limit || dots > limit) return at;
    ++at;
  }
  return std::string_view::npos;
}

}  // namespace smsflow::toml_file
