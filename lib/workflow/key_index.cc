#include "workflow/key_index.h"

namespace smsflow {

KeyIndex::KeyIndex(const toml_file::Table& root, std::string_view file)
    : file_{Place{std::string(file), 0, 0}, 1} {
  add(root, "");
}

void KeyIndex::add(const toml_file::Table& table, const std::string& path) {
  for (const toml_file::Entry& entry : table.entries) {
    add(*entry.node, path.empty() ? entry.key : path + "." + entry.key,
        Mark{entry.key_place, entry.key.size()});
  }
}

void KeyIndex::add(const toml_file::Node& node, const std::string& path, Mark key) {
  marks_[path] = {std::move(key), Mark{node.place, node.width}};
  if (node.table() != nullptr) return add(*node.table(), path);
  if (node.array() == nullptr) return;
  std::size_t i = 0;
  for (const toml_file::Node& element : *node.array()) {
    add(element, path + "[" + std::to_string(i++) + "]", Mark{element.place, element.width});
  }
}

const KeyIndex::Marks* KeyIndex::nearest_above(std::string_view path) const {
  while (true) {
    const auto found = marks_.find(path);
    if (found != marks_.end()) return &found->second;
    const std::size_t cut = path.find_last_of(".[");
    if (cut == std::string_view::npos) return nullptr;
    path = path.substr(0, cut);
  }
}

Mark KeyIndex::key(std::string_view path) const {
  const Marks* marks = nearest_above(path);
  return marks == nullptr ? file_ : marks->key;
}

Mark KeyIndex::value(std::string_view path) const {
  const Marks* marks = nearest_above(path);
  if (marks == nullptr) return file_;
  return marks_.contains(path) ? marks->value : marks->key;
}

}  // namespace smsflow
