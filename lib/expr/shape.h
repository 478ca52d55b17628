// What a condition may look like before SQL has its say: one expression, whole in itself. Nothing
// in it may reach out of the parentheses that smsflow puts around it.
#pragma once

#include <optional>
#include <string_view>

#include "expr/condition.h"

namespace smsflow {

// Longer than any condition a person would write; keeps SQLite's parser to small inputs.
constexpr std::size_t kLongestExpression = 4096;

// The first fault: empty or too long, not UTF-8, an open quote, parentheses that do not match, a
// second expression, a comment, a parameter, a sub-select, a clock other than `now`.
std::optional<ConditionFault> shape_fault(std::string_view expression);

}  // namespace smsflow
