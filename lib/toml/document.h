// A TOML file as a tree that knows where each key and value stands. toml++ is behind it and is
// included nowhere else. Readers take the keys they know; what is left over is an unknown key.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "text/diagnostic.h"

namespace smsflow::toml_file {

struct Node;

struct Entry {
  std::string key;
  Place key_place;
  std::unique_ptr<Node> node;
};

struct Table {
  std::vector<Entry> entries;  // in file order
  bool is_inline = false;
  const Node* find(std::string_view key) const;
};

using Array = std::vector<Node>;

// Dates and times are kept as the text they were written in.
struct Node {
  Place place;
  std::size_t width = 1;  // bytes of the value as written, for carets
  std::variant<std::string, std::int64_t, double, bool, Table, Array> value;
  // Where a string's first byte stands when its bytes are in the file as they are in the value (no
  // escapes); line 0 otherwise. For inside().
  int text_line = 0;
  int text_column = 0;

  const std::string* text() const { return std::get_if<std::string>(&value); }
  const Table* table() const { return std::get_if<Table>(&value); }
  const Array* array() const { return std::get_if<Array>(&value); }
};

inline constexpr std::size_t kMaxFileBytes = 1 << 20;
inline constexpr int kMaxDepth = 32;

struct Document {
  Table root;
  std::vector<Diagnostic> faults;  // syntax: then `root` is empty
};

// Never throws and never aborts: not UTF-8, too large, too deep and broken syntax (duplicate keys
// included) are faults with a place.
Document parse(std::string_view text, std::string_view file);

// Where byte `offset` of a string value stands in its file, for carets inside templates and
// conditions: exact for strings without escapes, on one line or on several; else the value's own
// place.
Place inside(const Node& string_node, std::size_t offset);

// Kind for messages: "a string", "a table", ...
std::string_view kind_name(const Node& node);

}  // namespace smsflow::toml_file
