#include "text/utf8.h"

#include <doctest/doctest.h>

#include <random>

namespace smsflow::utf8_test {

TEST_CASE("well-formed is what Unicode 15 table 3-7 lists") {
  struct Case {
    std::string_view bytes;
    bool well_formed;
    std::string_view repaired;
  };
  const Case cases[] = {
      {"", true, ""},
      {"plain é 日 😀", true, "plain é 日 😀"},
      {"\xF4\x8F\xBF\xBF", true, "\U0010FFFF"},
      {"\xC0\xAF", false, "\uFFFD\uFFFD"},                      // overlong "/"
      {"\xE0\x80\xAF", false, "\uFFFD\uFFFD\uFFFD"},            // overlong
      {"\xED\xA0\x80", false, "\uFFFD\uFFFD\uFFFD"},            // a surrogate
      {"\xF4\x90\x80\x80", false, "\uFFFD\uFFFD\uFFFD\uFFFD"},  // beyond U+10FFFF
      {"\xF0\x9F\x98", false, "\uFFFD"},                        // cut short: one maximal part
      {"a\xE2\x82", false, "a\uFFFD"},
      {"\xF0\x9F\x41", false, "\uFFFDA"},
      {"\x80x", false, "\uFFFDx"},
      {"\xFF", false, "\uFFFD"},
      // The example of chapter 3.9, U+FFFD Substitution of Maximal Subparts.
      {"\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64", false,
       "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.repaired);
    CHECK(is_utf8(c.bytes) == c.well_formed);
    CHECK(to_utf8(c.bytes) == c.repaired);
  }
}

TEST_CASE("every code point is written and read back") {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, c);
    std::size_t at = 0;
    REQUIRE(next_code_point(text, at) == c);
    REQUIRE(at == text.size());
  }
  std::string surrogate;
  append_utf8(surrogate, 0xD800);
  append_utf8(surrogate, 0x110000);
  CHECK(surrogate == "\uFFFD\uFFFD");
}

TEST_CASE("repaired bytes are well formed, and well-formed ones are left alone") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes;
    for (std::uint64_t length = random() % 12; length > 0; --length) {
      bytes += static_cast<char>(random() % 3 == 0 ? random() % 128 : 128 + random() % 128);
    }
    const std::string repaired = to_utf8(bytes);
    REQUIRE(is_utf8(repaired));
    REQUIRE((repaired == bytes) == is_utf8(bytes));
    REQUIRE(terminal_safe(bytes).find('\x1B') == std::string::npos);
  }
}

TEST_CASE("a text cannot drive the terminal it is shown on") {
  struct Case {
    std::string_view text, shown;
  };
  const Case cases[] = {
      {"plain é 日 😀 👩‍🚀", "plain é 日 😀 👩‍🚀"},
      {"\x1B]0;title\x07", "\\x1B]0;title\\x07"},
      {"two\nlines\r\t", "two\\x0Alines\\x0D\\x09"},
      {std::string_view("nul\0", 4), "nul\\x00"},
      {"\x7F", "\\x7F"},
      {"\u009B31m", "\\x9B31m"},  // the one-byte CSI
      {"a\u202Eb\u2066c\u200Fd\u061C", "a\\u{202E}b\\u{2066}c\\u{200F}d\\u{061C}"},
      {"a\u2028b\u2029", "a\\u{2028}b\\u{2029}"},
      {"bad \xE2\x82", "bad \\xE2\\x82"},
  };
  for (const Case& c : cases) CHECK(terminal_safe(c.text) == c.shown);
}

TEST_CASE("UTF-16BE is read with its surrogates") {
  using std::string_view_literals::operator""sv;
  CHECK(from_utf16be("\x00H\x00i"sv) == "Hi");
  CHECK(from_utf16be("\x20\xAC\xD8\x3D\xDE\x00"sv) == "€😀");
  CHECK(from_utf16be("\xD8\x3D\x00x"sv) == "\uFFFDx");          // high alone
  CHECK(from_utf16be("\xDE\x00\xD8\x3D"sv) == "\uFFFD\uFFFD");  // the wrong way round
  CHECK(from_utf16be("\x00Hi"sv) == "H\uFFFD");                 // half a unit is left
  CHECK(from_utf16be("").empty());
}

TEST_CASE("width is counted in columns") {
  struct Case {
    std::string_view text;
    int columns;
  };
  const Case cases[] = {{"", 0},     {"abc", 3}, {"é", 1}, {"e\u0301", 1},
                        {"日本", 4}, {"😀", 2},   {"ｱ", 1}, {"Ａ", 2}};
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(display_width(c.text) == c.columns);
  }
}

}  // namespace smsflow::utf8_test
