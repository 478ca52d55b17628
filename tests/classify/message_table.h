// Tables of messages in testdata/classify: "expected <TAB> message" a line, "#" for comments.
#pragma once

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>
#include "tests/tree.h"

namespace smsflow {

struct MessageRow {
  std::string expected;
  std::string text;
  int line = 0;
};

inline std::vector<MessageRow> read_message_table(const std::string& name) {
  const std::string path = in_tree("testdata/classify/" + name);
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::vector<MessageRow> rows;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const std::size_t tab = line.find('\t');
    if (line.empty() || line[0] == '#' || tab == std::string::npos) continue;
    rows.push_back({line.substr(0, tab), line.substr(tab + 1), number});
  }
  return rows;
}

}  // namespace smsflow
