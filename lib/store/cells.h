// Values as columns and JSON hold them, and the visitors that carry a struct's fields to cells and
// back. A codec names each field once: fields(value, visit) calls visit("column", member).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "text/error.h"
#include "text/json.h"
#include "time/instant.h"

namespace smsflow {

struct Bytes {
  std::string bytes;
  bool operator==(const Bytes&) const = default;
};

using Cell = std::variant<std::monostate, std::int64_t, double, std::string, Bytes>;
using Cells = std::vector<Cell>;
using Columns = std::vector<std::string_view>;

struct NameFields {
  Columns& names;
  template <typename T>
  void operator()(std::string_view name, const T&) {
    names.push_back(name);
  }
};

struct ToCells {
  Cells& cells;

  void operator()(std::string_view, const std::string& text) { cells.emplace_back(text); }
  void operator()(std::string_view, double real) { cells.emplace_back(real); }
  void operator()(std::string_view, Instant at) { cells.emplace_back(to_ms(at)); }
  template <typename T>
  void operator()(std::string_view name, const std::optional<T>& value) {
    if (value) {
      (*this)(name, *value);
    } else {
      cells.emplace_back();
    }
  }
  template <typename T>
  requires std::is_integral_v<T> || std::is_enum_v<T>
  void operator()(std::string_view, T value) {
    cells.emplace_back(static_cast<std::int64_t>(value));
  }
};

// Throws Error{kBadInput} for a cell of another type: somebody wrote in the log.
struct FromCells {
  const Cells& cells;
  std::size_t at = 0;

  void operator()(std::string_view name, std::string& text) { text = get<std::string>(name); }
  void operator()(std::string_view name, double& real) { real = get<double>(name); }
  void operator()(std::string_view name, Instant& when) { when = from_ms(get<std::int64_t>(name)); }
  template <typename T>
  void operator()(std::string_view name, std::optional<T>& value) {
    if (at < cells.size() && std::holds_alternative<std::monostate>(cells[at])) {
      ++at;
      value.reset();
    } else {
      T present{};
      (*this)(name, present);
      value = present;
    }
  }
  template <typename T>
  requires std::is_integral_v<T> || std::is_enum_v<T>
  void operator()(std::string_view name, T& value) {
    value = static_cast<T>(get<std::int64_t>(name));
  }

 private:
  template <typename T>
  const T& get(std::string_view name) {
    const T* const found = at < cells.size() ? std::get_if<T>(&cells[at]) : nullptr;
    if (found == nullptr) {
      throw Error(ErrorKind::kBadInput,
                  "the log is damaged: \"" + std::string(name) + "\" has a value of another type");
    }
    ++at;
    return *found;
  }
};

// JSON by hand: what is written here is small and flat.
void append_json(std::string& out, const Cell& cell);

// {"column":value,...} of the cells that differ from `before`.
std::string changed_json(const Columns& names, const Cells& before, const Cells& now);
// Puts the values of such an object over `cells`. Throws Error{kBadInput} for what it cannot be.
void apply_json(const Columns& names, const Json& object, Cells& cells);

}  // namespace smsflow
