#include "workflow/text_place.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace smsflow::text_place_test {

namespace {

// "line:column" of the marked byte: the value begins at the first quote of `source`.
std::string place(std::string_view source, std::size_t offset) {
  Place value{"a.toml", 1, 1};
  for (const char c : source.substr(0, source.find_first_of("\"'"))) {
    value.column = c == '\n' ? 1 : value.column + 1;
    value.line += c == '\n' ? 1 : 0;
  }
  const Place found = text_place(source, value, offset);
  return std::to_string(found.line) + ":" + std::to_string(found.column);
}

}  // namespace

TEST_CASE("offsets are followed through every kind of string") {
  struct Case {
    const char* source;
    std::size_t offset;
    const char* place;
  };
  const Case cases[] = {
      {"say = \"abc\"", 0, "1:8"},
      {"say = \"abc\"", 2, "1:10"},
      {"say = 'abc'", 1, "1:9"},
      {"say = \"a\\\"bc\"", 2, "1:11"},            // behind an escaped quote
      {"say = \"\\u00e9x\"", 2, "1:14"},           // an escape of two bytes
      {"say = \"\\U0001F600x\"", 4, "1:18"},       // one of four
      {"say = 'a\\nb'", 3, "1:11"},                // literal: no escapes
      {"say = \"\"\"\nabc\ndef\"\"\"", 0, "2:1"},  // the first line break is not part of it
      {"say = \"\"\"\nabc\ndef\"\"\"", 5, "3:2"},
      {"say = \"\"\"abc\ndef\"\"\"", 4, "2:1"},
      {"say = '''\r\nabc'''", 1, "2:2"},
      {"say = \"\"\"a\\\n   b\"\"\"", 1, "2:4"},  // a continued line
      {"\n\n  say = \"abc\"", 1, "3:11"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.source);
    CAPTURE(row.offset);
    CHECK(place(row.source, row.offset) == row.place);
  }
}

TEST_CASE("what cannot be followed is the value's own place") {
  CHECK(text_place("say = \"abc\"", {"a", 0, 0}, 1).line == 0);
  CHECK(text_place("say = 5", {"a", 1, 7}, 1).column == 7);
  CHECK(text_place("say = \"abc\"", {"a", 1, 7}, 99).column == 7);
  CHECK(text_place("say = \"abc\"", {"a", 9, 7}, 1).line == 9);
  CHECK(text_place("", {"a", 1, 1}, 0).column == 1);
}

TEST_CASE("any bytes and any place are survived") {
  std::mt19937_64 random(7);
  const std::string_view alphabet = "\"'\\uU\n\r ab09";
  for (int round = 0; round < 20'000; ++round) {
    std::string source;
    for (std::size_t i = random() % 24; i > 0; --i) source += alphabet[random() % alphabet.size()];
    const Place value{"a", static_cast<int>(random() % 4), static_cast<int>(random() % 12)};
    CHECK(text_place(source, value, random() % 16).line >= 0);
  }
}

}  // namespace smsflow::text_place_test
