#include "store/cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "text/utf8.h"

namespace smsflow {
namespace {

using Json = nlohmann::json;

Cell cell_of(const Json& value, const Cell& before) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (std::holds_alternative<double>(before) && value.is_number()) return value.get<double>();
  if (value.is_number_integer()) return value.get<std::int64_t>();
  throw Error(ErrorKind::kBadInput, "the log is damaged: an event holds a value of no known type");
}

}  // namespace

void append_json(std::string& out, std::string_view text) {
  out += '"';
  std::string repaired;
  if (!is_utf8(text)) {
    repaired = to_utf8(text);
    text = repaired;
  }
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_json(std::string& out, const Cell& cell) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    const fmt::format_int digits(*integer);
    out.append(digits.data(), digits.size());
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    append_json(out, std::string_view(*text));
  } else if (const auto* real = std::get_if<double>(&cell)) {
    // Shortest form that reads back the same, as a real.
    const std::string digits = fmt::format("{}", *real);
    out += digits;
    if (digits.find_first_of(".en") == std::string::npos) out += ".0";
  } else {
    out += "null";
  }
}

std::string changed_json(const Columns& names, const Cells& before, const Cells& now) {
  std::string out = "{";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (before[i] == now[i]) continue;
    out += out.size() > 1 ? ",\"" : "\"";
    out.append(names[i]).append("\":");
    append_json(out, now[i]);
  }
  return out += '}';
}

void apply_json(const Columns& names, const Json& object, Cells& cells) {
  if (!object.is_object()) {
    throw Error(ErrorKind::kBadInput,
                "the log is damaged: an event says nothing of what it changed");
  }
  for (const auto& [name, value] : object.items()) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) {
      throw Error(ErrorKind::kBadInput, "the log is damaged: no field is called \"" + name + "\"");
    }
    Cell& cell = cells[static_cast<std::size_t>(at - names.begin())];
    cell = cell_of(value, cell);
  }
}

}  // namespace smsflow
