// Columns for a terminal: aligned by what a terminal shows, safe to show, at most 80 wide.
//
//   TextTable table({{"queue"}, {"open", TextTable::kRight}});
//   table.add({"front-desk", "3"});
//   out << table.render();
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

class TextTable {
 public:
  enum Align { kLeft, kRight };
  struct Column {
    std::string title;
    Align align = kLeft;
    int max_width = 40;  // wider cells are cut, with an ellipsis
  };

  explicit TextTable(std::vector<Column> columns);

  // One cell a column; missing ones are empty. Texts from outside are made safe.
  void add(const std::vector<std::string>& cells);
  bool empty() const { return rows_.empty(); }
  // Lines with their newlines, the titles first, two blanks between columns. A last column of texts
  // is cut where the others leave too little room.
  std::string render(int indent = 0) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// The text, terminal-safe, cut to `width` columns with an ellipsis at the end when it is wider.
std::string fit(std::string_view text, int width);

}  // namespace smsflow
