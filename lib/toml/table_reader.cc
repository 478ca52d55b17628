#include "toml/table_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/nearest.h"

namespace smsflow::toml_file {

std::string TableReader::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

void TableReader::fault_at(const Node& node, std::string code, std::string message,
                           std::string hint) {
  faults_.push_back({Severity::kError, node.place, std::move(message), std::move(hint), node.width,
                     std::move(code)});
}

void TableReader::fault_at_key(std::string_view key, std::string code, std::string message,
                               std::string hint) {
  Place place = place_;
  std::size_t width = 1;
  for (const Entry& entry : table_.entries) {
    if (entry.key != key) continue;
    place = entry.key_place;
    width = entry.key.size();
  }
  faults_.push_back(
      {Severity::kError, place, std::move(message), std::move(hint), width, std::move(code)});
}

void TableReader::wrong_kind(const Node& node, std::string_view key, std::string_view wanted) {
  fault_at(node, "wrong-kind",
           fmt::format("\"{}\" must be {}, not {}", path_of(key), wanted, kind_name(node)));
}

const Node* TableReader::any(std::string_view key) {
  known_.emplace_back(key);
  return table_.find(key);
}

const Node* TableReader::text(std::string_view key) {
  const Node* node = any(key);
  if (node == nullptr || node->text() != nullptr) return node;
  wrong_kind(*node, key, "a string");
  return nullptr;
}

const Node* TableReader::table(std::string_view key) {
  const Node* node = any(key);
  if (node == nullptr || node->table() != nullptr) return node;
  wrong_kind(*node, key, "a table");
  return nullptr;
}

const Node* TableReader::array(std::string_view key) {
  const Node* node = any(key);
  if (node == nullptr || node->array() != nullptr) return node;
  wrong_kind(*node, key, "an array");
  return nullptr;
}

std::string TableReader::text_or(std::string_view key, std::string_view otherwise) {
  const Node* node = text(key);
  return node == nullptr ? std::string(otherwise) : *node->text();
}

bool TableReader::flag_or(std::string_view key, bool otherwise) {
  const Node* node = any(key);
  if (node == nullptr) return otherwise;
  if (const bool* flag = std::get_if<bool>(&node->value)) return *flag;
  wrong_kind(*node, key, "true or false");
  return otherwise;
}

std::int64_t TableReader::integer_or(std::string_view key, std::int64_t otherwise,
                                     std::int64_t least, std::int64_t most) {
  const Node* node = any(key);
  if (node == nullptr) return otherwise;
  const std::int64_t* number = std::get_if<std::int64_t>(&node->value);
  if (number == nullptr) {
    wrong_kind(*node, key, "a whole number");
  } else if (*number < least || *number > most) {
    fault_at(*node, "bad-value",
             fmt::format("\"{}\" must be between {} and {}", path_of(key), least, most));
  } else {
    return *number;
  }
  return otherwise;
}

double TableReader::number_or(std::string_view key, double otherwise, double least, double most) {
  const Node* node = any(key);
  if (node == nullptr) return otherwise;
  double number = 0;
  if (const double* real = std::get_if<double>(&node->value)) {
    number = *real;
  } else if (const std::int64_t* whole = std::get_if<std::int64_t>(&node->value)) {
    number = static_cast<double>(*whole);
  } else {
    wrong_kind(*node, key, "a number");
    return otherwise;
  }
  if (number >= least && number <= most) return number;
  fault_at(*node, "bad-value",
           fmt::format("\"{}\" must be between {} and {}", path_of(key), least, most));
  return otherwise;
}

std::vector<std::string> TableReader::texts(std::string_view key) {
  std::vector<std::string> result;
  const Node* node = array(key);
  if (node == nullptr) return result;
  for (const Node& element : *node->array()) {
    if (element.text() != nullptr) {
      result.push_back(*element.text());
    } else {
      wrong_kind(element, key, "an array of strings");
    }
  }
  return result;
}

std::string TableReader::required_text(std::string_view key) {
  const Node* node = text(key);
  if (node == nullptr) {
    if (table_.find(key) == nullptr) missing(key);
    return {};
  }
  if (node->text()->empty()) {
    fault_at(*node, "bad-value", fmt::format("\"{}\" must not be empty", path_of(key)));
  }
  return *node->text();
}

void TableReader::missing(std::string_view key) {
  faults_.push_back({Severity::kError,
                     place_,
                     path_.empty() ? fmt::format("the key \"{}\" is missing", key)
                                   : fmt::format("[{}] needs the key \"{}\"", path_, key),
                     {},
                     1,
                     "missing-key"});
}

void TableReader::finish() {
  for (const Entry& entry : table_.entries) {
    if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
    const std::string near = nearest(entry.key, known_);
    faults_.push_back({Severity::kError, entry.key_place,
                       fmt::format("unknown key \"{}\"", path_of(entry.key)),
                       near.empty() ? "" : fmt::format("did you mean \"{}\"?", near),
                       entry.key.size(), "unknown-key"});
  }
}

}  // namespace smsflow::toml_file
