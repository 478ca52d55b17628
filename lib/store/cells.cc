#include "store/cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "text/utf8.h"

namespace smsflow {
namespace {

using Json = nlohmann::json;

bool is_ascii(char c) {
  return static_cast<signed char>(c) >= 0;
}

bool needs_escape(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

void append_escaped(std::string& out, char c) {
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
  }
}

// What reads back as if it had been written.
bool is_zero(const Cell& cell) {
  const auto* integer = std::get_if<std::int64_t>(&cell);
  const auto* text = std::get_if<std::string>(&cell);
  return (integer != nullptr && *integer == 0) || (text != nullptr && text->empty());
}

void append_member(std::string& out, std::string_view name, const Cell& value) {
  out += out.size() > 1 ? ",\"" : "\"";
  out.append(name).append("\":");
  append_json(out, value);
}

Cell cell_of(const Json& value, const Cell& before) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (std::holds_alternative<double>(before) && value.is_number()) return value.get<double>();
  if (value.is_number_integer()) return value.get<std::int64_t>();
  throw Error(ErrorKind::kBadInput, "the log is damaged: an event holds a value of no known type");
}

}  // namespace

void append_json(std::string& out, std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(), is_ascii);
  std::string repaired;
  if (!ascii && !is_utf8(text)) {
    repaired = to_utf8(text);
    text = repaired;
  }
  out += '"';
  for (auto from = text.begin(); from != text.end();) {
    const auto special = std::find_if(from, text.end(), needs_escape);
    out.append(from, special);
    from = special;
    if (from == text.end()) break;
    append_escaped(out, *from++);
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
    if (before[i] != now[i]) append_member(out, names[i], now[i]);
  }
  return out += '}';
}

std::string full_json(const Columns& names, const Cells& cells) {
  std::string out = "{";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!is_zero(cells[i])) append_member(out, names[i], cells[i]);
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
