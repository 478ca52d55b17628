#include "record/json_object.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace smsflow {
namespace {

Value value_of(const nlohmann::json& json) {
  switch (json.type()) {
    case nlohmann::json::value_t::null:
      return std::monostate{};
    case nlohmann::json::value_t::string: {
      const std::string& text = json.get_ref<const std::string&>();
      if (text.empty()) return std::monostate{};
      return text;
    }
    case nlohmann::json::value_t::boolean:
      return json.get<bool>();
    case nlohmann::json::value_t::number_integer:
      return json.get<std::int64_t>();
    case nlohmann::json::value_t::number_unsigned:
      if (json.get<std::uint64_t>() > std::uint64_t{INT64_MAX}) return json.dump();
      return json.get<std::int64_t>();
    case nlohmann::json::value_t::number_float:
      return json.get<double>();
    default:
      return json.dump();
  }
}

int depth_of(std::string_view json) {
  int depth = 0;
  int deepest = 0;
  bool in_text = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (in_text) {
      if (c == '\\') ++at;
      in_text = c != '"';
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++depth);
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return deepest;
}

}  // namespace

const JsonMember* JsonObject::find(std::string_view name) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const JsonMember& member) { return member.name == name; });
  return found == members.end() ? nullptr : &*found;
}

JsonObject read_json_object(std::string_view json) {
  JsonObject object;
  if (depth_of(json) > kMaxJsonDepth) {
    object.fault = fmt::format("deeper than {} levels", kMaxJsonDepth);
    return object;
  }
  const nlohmann::json parsed = nlohmann::json::parse(json, nullptr, false);
  if (!parsed.is_object()) {
    object.fault = parsed.is_discarded()
                       ? "not JSON"
                       : fmt::format("a JSON {}, not an object", parsed.type_name());
    return object;
  }
  object.members.reserve(parsed.size());
  for (const auto& [name, value] : parsed.items()) {
    object.members.push_back({name, value_of(value), value.is_object()});
  }
  return object;
}

}  // namespace smsflow
