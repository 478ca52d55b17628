// The rows of an export as a script tells them: its `record` steps.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "app/script.h"
#include "record/source.h"
#include "workflow/workflow.h"

namespace smsflow {

class StepRows final : public RecordSource {
 public:
  // `steps` must outlive it.
  explicit StepRows(const std::vector<Step>& steps) : steps_(steps) {}

  bool next(Row& row) override;

 private:
  const std::vector<Step>& steps_;
  std::size_t at_ = 0;
  std::deque<std::vector<std::string>> columns_;  // a row may have its own
};

// Whether a `record` step names the key of this workflow's rows.
bool has_key(const Step& step, const Workflow& workflow);

}  // namespace smsflow
