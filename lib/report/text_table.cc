#include "report/text_table.h"

#include <algorithm>

#include "text/utf8.h"

namespace smsflow {
namespace {

constexpr int kLineWidth = 80;
constexpr int kLeastWidth = 12;

void append_cell(std::string& line, std::string_view cell, int width, TextTable::Align align) {
  const int pad = std::max(0, width - display_width(cell));
  if (align == TextTable::kRight) line.append(static_cast<std::size_t>(pad), ' ');
  line += cell;
  if (align == TextTable::kLeft) line.append(static_cast<std::size_t>(pad), ' ');
}

}  // namespace

std::string fit(std::string_view text, int width) {
  std::string safe = terminal_safe(to_utf8(text));
  if (display_width(safe) <= width) return safe;
  std::size_t end = 0;
  for (std::size_t next = 0; next < safe.size(); end = next) {
    next_code_point(safe, next);
    if (display_width(std::string_view(safe).substr(0, next)) > width - 1) break;
  }
  return safe.substr(0, end) + "…";
}

TextTable::TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

void TextTable::add(const std::vector<std::string>& cells) {
  std::vector<std::string> row(columns_.size());
  for (std::size_t i = 0; i < row.size() && i < cells.size(); ++i) {
    row[i] = fit(cells[i], columns_[i].max_width);
  }
  rows_.push_back(std::move(row));
}

std::string TextTable::render(int indent) const {
  std::vector<int> widths;
  int used = indent;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    int width = display_width(columns_[i].title);
    for (const auto& row : rows_) width = std::max(width, display_width(row[i]));
    widths.push_back(width);
    used += width + (i > 0 ? 2 : 0);
  }
  if (columns_.back().align == kLeft && used > kLineWidth) {
    widths.back() = std::max(kLeastWidth, widths.back() - (used - kLineWidth));
  }
  std::string out;
  const auto add_line = [&](const auto& cell_of) {
    std::string line(static_cast<std::size_t>(indent), ' ');
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) line += "  ";
      append_cell(line, cell_of(i), widths[i], columns_[i].align);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  };
  add_line([&](std::size_t i) { return columns_[i].title; });
  for (const auto& row : rows_) {
    add_line([&](std::size_t i) { return i + 1 == row.size() ? fit(row[i], widths[i]) : row[i]; });
  }
  return out;
}

}  // namespace smsflow
