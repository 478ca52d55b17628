#include "toml/file_lines.h"

#include <algorithm>

#include "text/utf8.h"

namespace smsflow::toml_file {
namespace {

constexpr std::size_t kStride = 64;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

}  // namespace

FileLines::FileLines(std::string_view text) : text_(text) {
  const bool marked = text.starts_with(kByteOrderMark);
  lines_.push_back({0, marked ? std::size_t{1} : 0});
  std::size_t code_points = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_continuation(text[at])) continue;
    if (code_points % kStride == 0) marks_.push_back(at);
    ++code_points;
    if (text[at] == '\n') lines_.push_back({at + 1, code_points});
  }
}

std::size_t FileLines::offset_of(std::size_t line, std::size_t code_point_column) const {
  if (line == 0 || marks_.empty()) return 0;
  if (line > lines_.size()) return text_.size();
  const std::size_t code_point =
      lines_[line - 1].code_point + std::max<std::size_t>(code_point_column, 1) - 1;
  const std::size_t end = line_end(lines_[line - 1].byte);
  if (code_point / kStride >= marks_.size()) return end;
  std::size_t at = marks_[code_point / kStride];
  for (std::size_t i = code_point % kStride; i > 0 && at < text_.size(); --i) {
    next_code_point(text_, at);
  }
  return std::min(at, end);
}

BytePosition FileLines::position_of(std::size_t offset) const {
  const std::size_t line = line_of(offset);
  return {static_cast<int>(line) + 1, static_cast<int>(offset - lines_[line].byte) + 1};
}

std::size_t FileLines::line_end(std::size_t offset) const {
  const std::size_t next = line_of(offset) + 1;
  std::size_t end = next < lines_.size() ? lines_[next].byte - 1 : text_.size();
  if (end > offset && text_[end - 1] == '\r') --end;
  return end;
}

std::size_t FileLines::line_of(std::size_t offset) const {
  const auto after =
      std::upper_bound(lines_.begin(), lines_.end(), offset,
                       [](std::size_t byte, const Start& line) { return byte < line.byte; });
  return static_cast<std::size_t>(after - lines_.begin()) - 1;
}

}  // namespace smsflow::toml_file
