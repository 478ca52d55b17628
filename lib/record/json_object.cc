#include "record/json_object.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/json.h"

namespace smsflow {
namespace {

Value value_of(const Json& json) {
  if (json.is_null()) return std::monostate{};
  if (json.is_text()) return json.text().empty() ? Value() : Value(json.text());
  if (json.is_flag()) return json.flag();
  if (json.fits_integer()) return json.integer();
  if (json.is_number() && !json.is_integer()) return json.number();
  return json.dump();
}

}  // namespace

const JsonMember* JsonObject::find(std::string_view name) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const JsonMember& member) { return member.name == name; });
  return found == members.end() ? nullptr : &*found;
}

JsonObject read_json_object(std::string_view json) {
  JsonObject object;
  const std::optional<Json> parsed = Json::parse(json, &object.fault);
  if (!parsed) return object;
  if (!parsed->is_object()) {
    object.fault = fmt::format("a JSON {}, not an object", parsed->kind());
    return object;
  }
  object.members.reserve(parsed->members().size());
  for (const auto& [name, value] : parsed->members()) {
    object.members.push_back({name, value_of(value), value.is_object()});
  }
  std::sort(object.members.begin(), object.members.end(),
            [](const JsonMember& a, const JsonMember& b) { return a.name < b.name; });
  return object;
}

}  // namespace smsflow
