#include "text/diagnostic.h"

#include <doctest/doctest.h>

#include "text/utf8.h"

namespace smsflow::diagnostic_test {

namespace {

Diagnostic fault(int line, int column, std::size_t width = 1) {
  Diagnostic out;
  out.place = {"a.toml", line, column};
  out.message = "odd";
  out.width = width;
  return out;
}

// The two lines of the excerpt.
std::string excerpt(std::string_view source, int line, int column, std::size_t width = 1) {
  const std::string text = render(fault(line, column, width), source);
  return text.substr(text.find('\n') + 1);
}

}  // namespace

TEST_CASE("a diagnostic shows the place, the line, a caret and what to do") {
  Diagnostic unknown = fault(12, 1, 7);
  unknown.message = "unknown key \"kewords\"";
  unknown.hint = "did you mean \"keywords\"?";
  const std::string source = std::string(11, '\n') + "kewords = [\"C\"]\n";
  CHECK(render(unknown, source) ==
        "a.toml:12:1: error: unknown key \"kewords\"\n"
        "  12 | kewords = [\"C\"]\n"
        "     | ^~~~~~~\n"
        "  hint: did you mean \"keywords\"?\n");
  unknown.severity = Severity::kWarning;
  unknown.hint.clear();
  CHECK(render(unknown, "") == "a.toml:12:1: warning: unknown key \"kewords\"\n");
}

TEST_CASE("a place says what of it is known") {
  CHECK(render(Place{"a.toml", 3, 4}) == "a.toml:3:4");
  CHECK(render(Place{"a.toml", 3, 0}) == "a.toml:3");
  CHECK(render(Place{"a.toml", 0, 0}) == "a.toml");
  CHECK(render(Place{"", 3, 4}) == "3:4");
  CHECK(render(Place{}).empty());
  CHECK(render(Diagnostic{}, "x") == "error: \n");
  CHECK(render(Place{"a\x1B[2J.toml", 1, 1}) == "a\\x1B[2J.toml:1:1");
}

TEST_CASE("the caret stands under the column whatever is before it") {
  CHECK(excerpt("abc", 1, 2) == "  1 | abc\n    |  ^\n");
  CHECK(excerpt("x\n\tabc\r\n", 2, 2, 3) == "  2 |  abc\n    |  ^~~\n");
  CHECK(excerpt("é日x", 1, 6) == "  1 | é日x\n    |    ^\n");
  CHECK(excerpt("é日x", 1, 3, 3) == "  1 | é日x\n    |  ^~\n");  // two columns wide
  CHECK(excerpt("a\x1B[31mb", 1, 7) == "  1 | a\\x1B[31mb\n    |          ^\n");
  CHECK(excerpt("e\u0301x", 1, 4) == "  1 | e\u0301x\n    |  ^\n");
  CHECK(excerpt("abc", 1, 3, 99) == "  1 | abc\n    |   ^\n");
  CHECK(excerpt("abc", 1, 4) == "  1 | abc\n    |    ^\n");  // after the end
  CHECK(excerpt("abc", 1, 99) == "  1 | abc\n    |    ^\n");
  CHECK(excerpt("abc", 1, 0) == "  1 | abc\n");  // column unknown
  CHECK(excerpt("abc", 9, 2) == "  9 | \n    | ^\n");
}

TEST_CASE("a long line is cut around its caret") {
  const std::string line = std::string(5'000, 'x') + "HERE" + std::string(5'000, 'y');
  const std::string shown = excerpt(line, 1, 5'001, 4);
  CHECK(shown.size() < 250);
  const std::size_t end = shown.find('\n');
  const std::string first = shown.substr(0, end);
  const std::string second = shown.substr(end + 1);
  CHECK(first.starts_with("  1 | ...xxx"));
  CHECK(first.ends_with("yyy..."));
  CHECK(second.find("^~~~") == first.find("HERE"));

  const std::string start = excerpt("HERE" + std::string(500, 'y'), 1, 1, 4);
  CHECK(start.starts_with("  1 | HEREyyy"));
  const std::string stop = excerpt(std::string(500, 'x') + "HERE", 1, 501, 4);
  CHECK(stop.find("HERE\n") != std::string::npos);
}

TEST_CASE("bytes that are no UTF-8, and a caret within a character, do no harm") {
  for (int column = 0; column < 20; ++column) {
    const std::string shown = render(fault(1, column, 3), "\xFF\xE2\x82é\x80日\xF0\x9F");
    CHECK(is_utf8(shown));
  }
  const std::string wide = std::string(300, 'x') + std::string(300, '\x80');
  for (int column = 250; column < 610; ++column) {
    REQUIRE(is_utf8(render(fault(1, column), wide)));
  }
}

TEST_CASE("errors count, warnings do not") {
  Diagnostic warning = fault(1, 1);
  warning.severity = Severity::kWarning;
  CHECK_FALSE(has_errors({}));
  CHECK_FALSE(has_errors({warning}));
  CHECK(has_errors({warning, fault(1, 1)}));
}

}  // namespace smsflow::diagnostic_test
