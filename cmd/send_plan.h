// How `send` prints a plan.
#pragma once

#include "app/plan.h"
#include "command.h"
#include "workflow/workflow.h"

namespace smsflow {

void print_plan(const PlanSummary& summary, const Workflow& workflow, Instant now, Io& io);
void print_plan_json(const PlanSummary& summary, const Workflow& workflow, Instant now, Io& io);

// Who gets English because the workflow does not speak what the row says.
void tell_languages(const PlanSummary& summary, const std::string& records,
                    const Workflow& workflow, Io& io);

}  // namespace smsflow
