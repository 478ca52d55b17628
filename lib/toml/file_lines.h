// The lines of a file, to go from a parser's positions (line, column in code points) to bytes.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace smsflow::toml_file {

// Line and column as carets count them: from 1, the column in bytes.
struct BytePosition {
  int line = 0;
  int column = 0;
};

class FileLines {
 public:
  // `text` is well-formed UTF-8 and must outlive it.
  explicit FileLines(std::string_view text);

  // Byte of a position counted in code points; a position outside the text is moved to its nearest
  // end. A byte order mark is no column. Its time does not grow with the length of the line.
  std::size_t offset_of(std::size_t line, std::size_t code_point_column) const;
  BytePosition position_of(std::size_t offset) const;
  // Byte after the last one of the line `offset` is in, without its line break.
  std::size_t line_end(std::size_t offset) const;

 private:
  struct Start {
    std::size_t byte = 0;
    std::size_t code_point = 0;
  };
  std::size_t line_of(std::size_t offset) const;  // counts from 0

  std::string_view text_;
  std::vector<Start> lines_;
  std::vector<std::size_t> marks_;  // byte of every kStride-th code point
};

}  // namespace smsflow::toml_file
