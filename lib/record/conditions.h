// A `when` of a workflow or of one of its stages, compiled over the fields of its records. Internal
// to lib/record.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "expr/condition.h"
#include "message/record.h"
#include "text/diagnostic.h"
#include "workflow/workflow.h"

namespace smsflow {

class When {
 public:
  // Adds what is wrong with the condition to `faults`.
  When(const Workflow& workflow, const std::string& when, const Place& place,
       std::vector<Diagnostic>& faults);

  bool met(const Fields& fields, Instant now);
  // The values it reads, for people: `status is "cancelled"`.
  std::string values(const Fields& fields) const;

 private:
  std::vector<std::string> names_;
  std::unique_ptr<Condition> condition_;  // null: every record meets it
};

// The trigger's own condition and those of its stages.
struct Conditions {
  Conditions(const Workflow& workflow, std::vector<Diagnostic>& faults);

  // The stage a record stands in; null when there are none or none holds.
  const RecordStage* stage(const Workflow& workflow, const Fields& fields, Instant now);
  // Whether the record meets the trigger, and some stage where there are any.
  bool met(const Fields& fields, Instant now);
  // The values by which a record does not meet them; "" when it does.
  std::string unmet(const Fields& fields, Instant now);

  When when;
  std::vector<When> stages;
};

}  // namespace smsflow
