// A workflow's `when`, compiled over the fields of its records. Internal to lib/record.
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
  When(const Workflow& workflow, std::vector<Diagnostic>& faults);

  bool met(const Fields& fields, Instant now);

 private:
  std::vector<std::string> names_;
  std::unique_ptr<Condition> condition_;  // null: every record meets it
};

}  // namespace smsflow
