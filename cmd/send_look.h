// What a look at the records tells the one who runs `send`.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "app/plan.h"
#include "command.h"
#include "workflow/workflow.h"

namespace smsflow {

// Warnings, and the command that accepts what is missing (`acceptance`). False: not everything that
// the records say was taken.
bool tell_look(const PlanSummary& summary, const std::string& records,
               const std::string& acceptance, const Workflow& workflow, Instant now, Io& io);

// Rows that are missing, by the BlockReason of their texts.
std::map<std::string, std::int64_t> missing_by_reason(const LookSummary& look);

}  // namespace smsflow
