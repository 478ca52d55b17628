// One row of a business system as smsflow saw it: an appointment, an order, an invoice.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>

#include "time/instant.h"

namespace smsflow {

// monostate: the source has no value (empty cell, JSON null, SQL NULL).
using Value = std::variant<std::monostate, std::string, std::int64_t, double, bool, Instant>;

using Fields = std::map<std::string, Value, std::less<>>;

// "text" form of a value: what a template shows without a format. Empty for monostate.
std::string to_text(const Value& value);

}  // namespace smsflow
