// Where each key and value of a file stands, by its dotted path ("states.asked.on.confirm.go",
// "intents.confirm.keywords[0]"), for carets of checks that look at the whole file. Internal to
// lib/workflow.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "toml/document.h"

namespace smsflow {

struct Mark {
  Place place;
  std::size_t width = 1;
};

class KeyIndex {
 public:
  KeyIndex(const toml_file::Table& root, std::string_view file);

  // The key, or the value; for a path that is not there the nearest part above it that is.
  Mark key(std::string_view path) const;
  Mark value(std::string_view path) const;
  bool has(std::string_view path) const { return marks_.contains(path); }

 private:
  struct Marks {
    Mark key;
    Mark value;
  };
  void add(const toml_file::Table& table, const std::string& path);
  void add(const toml_file::Node& node, const std::string& path, Mark key);
  const Marks* nearest_above(std::string_view path) const;

  std::map<std::string, Marks, std::less<>> marks_;
  Mark file_;
};

}  // namespace smsflow
