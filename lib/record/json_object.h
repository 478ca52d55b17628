// One JSON object as the values of a row: what lines, arrays and posted events are made of.
// Internal to lib/record and lib/app.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "message/record.h"

namespace smsflow {

struct JsonMember {
  std::string name;
  Value value;             // what is neither text, number nor flag is its own JSON
  bool is_object = false;  // `value` is the JSON of one
};

struct JsonObject {
  std::vector<JsonMember> members;  // sorted by name; of repeated names the last
  std::string fault;                // not empty: "not JSON", "a JSON array, not an object", ...

  const JsonMember* find(std::string_view name) const;
};

// Empty texts and null are no value.
JsonObject read_json_object(std::string_view json);

}  // namespace smsflow
