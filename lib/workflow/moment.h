// Reads "starts_at", "starts_at - 24h", "due_on + 3d".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "workflow/workflow.h"

namespace smsflow {

// Nothing and a `fault` for anything else. The place is left empty.
std::optional<Moment> parse_moment(std::string_view text, std::string& fault);

}  // namespace smsflow
