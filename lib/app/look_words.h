// What a look found, as people are told.
#pragma once

#include <string>
#include <vector>

#include "app/plan.h"
#include "workflow/workflow.h"

namespace smsflow {

// A sentence each, without a full stop; none when every row stands and the look is fresh.
std::vector<std::string> look_words(const LookSummary& look, const Workflow& workflow, Instant now);

}  // namespace smsflow
