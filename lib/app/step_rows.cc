#include "app/step_rows.h"

#include <algorithm>

namespace smsflow {

bool StepRows::next(Row& row) {
  if (at_ == steps_.size()) return false;
  const Step& step = steps_[at_++];
  std::vector<std::string>& columns = columns_.emplace_back();
  row = Row{.line = step.line, .columns = &columns, .values = {}, .fault = {}};
  for (const auto& [key, value] : step.pairs) {
    columns.push_back(key);
    row.values.emplace_back(value);
  }
  return true;
}

bool has_key(const Step& step, const Workflow& workflow) {
  return std::any_of(step.pairs.begin(), step.pairs.end(),
                     [&](const auto& pair) { return pair.first == workflow.record.key; });
}

}  // namespace smsflow
