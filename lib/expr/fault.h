// SQLite's complaint about a condition in the words of smsflow.
#pragma once

#include <string_view>
#include <vector>

#include "expr/condition.h"
#include "expr/sandbox.h"

namespace smsflow {

// `sql.offset` is already the expression's own; `names` are the fields and `now`.
ConditionFault explain(const SqlFault& sql, std::string_view expression,
                       const std::vector<std::string>& names);

}  // namespace smsflow
