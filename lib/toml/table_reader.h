// Reads one table key by key and collects what is wrong with it: wrong kinds, missing keys, and in
// the end the keys nobody asked for, each with the nearest known one. Absent keys give null.
//
//   TableReader reader(table, place, "record", faults);
//   spec.key = reader.required_text("key");
//   reader.finish();
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "toml/document.h"

namespace smsflow::toml_file {

class TableReader {
 public:
  // `path` is the table's name in messages ("states.asked"), empty for the whole file. The table
  // and `faults` must outlive the reader.
  TableReader(const Table& table, Place place, std::string path, std::vector<Diagnostic>& faults)
      : table_(table), place_(std::move(place)), path_(std::move(path)), faults_(faults) {}

  const Node* any(std::string_view key);
  const Node* text(std::string_view key);
  const Node* table(std::string_view key);
  const Node* array(std::string_view key);
  std::string text_or(std::string_view key, std::string_view otherwise);
  bool flag_or(std::string_view key, bool otherwise);
  std::int64_t integer_or(std::string_view key, std::int64_t otherwise, std::int64_t least,
                          std::int64_t most);
  double number_or(std::string_view key, double otherwise, double least, double most);
  // Strings of an array; what is no string is a fault and left out.
  std::vector<std::string> texts(std::string_view key);
  // A string that must be there and must not be empty; else a fault and "".
  std::string required_text(std::string_view key);

  // Reports that the key must be there.
  void missing(std::string_view key);
  // Reports every key that was not asked for.
  void finish();

  // A fault at a value, or at a key of this table.
  void fault_at(const Node& node, std::string code, std::string message, std::string hint = {});
  void fault_at_key(std::string_view key, std::string code, std::string message,
                    std::string hint = {});

  const Place& place() const { return place_; }
  const std::string& path() const { return path_; }
  std::vector<Diagnostic>& faults() { return faults_; }
  // "states.asked.say"
  std::string path_of(std::string_view key) const;

 private:
  void wrong_kind(const Node& node, std::string_view key, std::string_view wanted);

  const Table& table_;
  Place place_;
  std::string path_;
  std::vector<Diagnostic>& faults_;
  std::vector<std::string> known_;
};

}  // namespace smsflow::toml_file
