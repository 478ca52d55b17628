#include "workflow/text_place.h"

#include <cstdlib>
#include <string>

#include "text/utf8.h"

namespace smsflow {
namespace {

// A cursor over the file that counts lines and byte columns.
struct Cursor {
  std::string_view source;
  std::size_t at = 0;
  Place place;

  bool done() const { return at >= source.size(); }
  bool starts_with(std::string_view text) const { return source.substr(at).starts_with(text); }
  void step(std::size_t bytes = 1) {
    for (; bytes > 0 && at < source.size(); --bytes, ++at) {
      if (source[at] == '\n') {
        ++place.line;
        place.column = 1;
      } else {
        ++place.column;
      }
    }
  }
  void skip_newline() {
    if (starts_with("\r\n")) {
      step(2);
    } else if (starts_with("\n")) {
      step();
    }
  }
};

std::size_t begin_of(std::string_view source, const Place& place) {
  std::size_t at = 0;
  for (int line = 1; line < place.line; ++line) {
    at = source.find('\n', at);
    if (at == std::string_view::npos) return at;
    ++at;
  }
  return at + static_cast<std::size_t>(place.column) - 1;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Moves over one escape and returns how many bytes of value it stands for.
std::size_t step_escape(Cursor& cursor) {
  const char kind = cursor.at + 1 < cursor.source.size() ? cursor.source[cursor.at + 1] : '\0';
  if (is_blank(kind)) {  // A line continuation swallows all blanks that follow.
    cursor.step();
    while (!cursor.done() && is_blank(cursor.source[cursor.at])) cursor.step();
    return 0;
  }
  const std::size_t digits = kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
  std::string encoded;
  if (digits > 0) {
    const std::string hex(cursor.source.substr(cursor.at + 2, digits));
    append_utf8(encoded, static_cast<char32_t>(std::strtoul(hex.c_str(), nullptr, 16)));
  }
  cursor.step(2 + digits);
  return digits > 0 ? encoded.size() : 1;
}

}  // namespace

Place text_place(std::string_view source, const Place& value, std::size_t offset) {
  if (value.line < 1 || value.column < 1) return value;
  Cursor cursor{source, begin_of(source, value), value};
  if (cursor.done() || (!cursor.starts_with("\"") && !cursor.starts_with("'"))) return value;
  const char quote = source[cursor.at];
  if (cursor.starts_with(std::string(3, quote))) {
    cursor.step(3);
    cursor.skip_newline();
  } else {
    cursor.step();
  }
  std::size_t passed = 0;
  const auto is_continued = [&] {
    const std::string_view rest = source.substr(cursor.at);
    return quote == '"' && rest.size() > 1 && rest[0] == '\\' && is_blank(rest[1]);
  };
  while (!cursor.done() && (passed < offset || is_continued())) {
    if (quote == '"' && cursor.starts_with("\\")) {
      passed += step_escape(cursor);
    } else {
      cursor.step();
      ++passed;
    }
  }
  return cursor.done() ? value : cursor.place;
}

}  // namespace smsflow
