#include "toml/file_lines.h"

#include <doctest/doctest.h>

#include <string>

using smsflow::toml_file::FileLines;

TEST_CASE("columns in code points become bytes") {
  const FileLines lines("ab\nédé\r\n\nz");
  CHECK(lines.offset_of(1, 1) == 0);
  CHECK(lines.offset_of(2, 1) == 3);
  CHECK(lines.offset_of(2, 2) == 5);
  CHECK(lines.offset_of(2, 4) == 8);
  CHECK(lines.offset_of(2, 99) == 8);  // the line's end, before its break
  CHECK(lines.offset_of(4, 1) == 11);
  CHECK(lines.offset_of(99, 1) == 12);  // the text's end
  CHECK(lines.offset_of(0, 0) == 0);
  CHECK(lines.position_of(5).line == 2);
  CHECK(lines.position_of(5).column == 3);
  CHECK(lines.line_end(3) == 8);
  CHECK(lines.line_end(10) == 10);
}

TEST_CASE("every position of a long line goes there and back") {
  std::string text = "first\n";
  for (int i = 0; i < 500; ++i) text += "aé日😀";
  const FileLines lines(text);
  std::size_t offset = 6;
  for (std::size_t column = 1; offset < text.size(); ++column) {
    REQUIRE(lines.offset_of(2, column) == offset);
    REQUIRE(lines.position_of(offset).column == static_cast<int>(offset - 6) + 1);
    offset += (column - 1) % 4 + 1;  // of one, two, three and four bytes in turn
  }
}

TEST_CASE("an empty text has one empty line") {
  const FileLines lines("");
  CHECK(lines.offset_of(1, 1) == 0);
  CHECK(lines.line_end(0) == 0);
  CHECK(lines.position_of(0).line == 1);
}
