#include "store/cells.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/json.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

void append_member(std::string& out, std::string_view name, const Cell& value) {
  out += out.size() > 1 ? ",\"" : "\"";
  out.append(name).append("\":");
  append_json(out, value);
}

Cell cell_of(const Json& value, const Cell& before) {
  if (value.is_null()) return {};
  if (value.is_text()) return value.text();
  if (std::holds_alternative<double>(before) && value.is_number()) return value.number();
  if (value.fits_integer()) return value.integer();
  throw Error(ErrorKind::kBadInput, "the log is damaged: an event holds a value of no known type");
}

}  // namespace

void append_json(std::string& out, const Cell& cell) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    append_json(out, *integer);
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    append_json(out, std::string_view(*text));
  } else if (const auto* real = std::get_if<double>(&cell)) {
    append_json(out, *real);
  } else {
    out += "null";
  }
}

std::string changed_json(const Columns& names, const Cells& before, const Cells& now) {
  std::string out = "{";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (before[i] != now[i]) append_member(out, names[i], now[i]);
  }
  return out += '}';
}

void apply_json(const Columns& names, const Json& object, Cells& cells) {
  if (!object.is_object()) {
    throw Error(ErrorKind::kBadInput,
                "the log is damaged: an event says nothing of what it changed");
  }
  for (const auto& [name, value] : object.members()) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) {
      throw Error(ErrorKind::kBadInput, "the log is damaged: no field is called \"" + name + "\"");
    }
    Cell& cell = cells[static_cast<std::size_t>(at - names.begin())];
    cell = cell_of(value, cell);
  }
}

}  // namespace smsflow
