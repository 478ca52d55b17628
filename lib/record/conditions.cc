#include "record/conditions.h"

#include <algorithm>
#include <type_traits>

#include "record/reader.h"
#include "text/utf8.h"
#include "workflow/text_place.h"

namespace smsflow {
namespace {

constexpr std::size_t kLongestShown = 40;

void bind(Condition& condition, std::size_t at, const Value& value) {
  std::visit(
      [&](const auto& held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>) {
          condition.bind_null(at);
        } else if constexpr (std::is_same_v<Held, std::string>) {
          condition.bind(at, std::string_view(held));
        } else if constexpr (std::is_same_v<Held, bool>) {
          condition.bind(at, std::int64_t{held ? 1 : 0});
        } else if constexpr (std::is_same_v<Held, Instant>) {
          condition.bind(at, to_ms(held));
        } else {
          condition.bind(at, held);
        }
      },
      value);
}

}  // namespace

When::When(const Workflow& workflow, const std::string& when, const Place& place,
           std::vector<Diagnostic>& faults) {
  if (when.empty()) return;
  const RecordSpec& record = workflow.record;
  for (const FieldSpec& field : record.fields) names_.push_back(field.name);
  if (!record.key.empty() && record.find(record.key) == nullptr) names_.push_back(record.key);
  ConditionFault fault;
  condition_ = Condition::compile(when, names_, fault);
  if (condition_) return;
  faults.push_back({Severity::kError, text_place(workflow.source, place, fault.offset),
                    fault.message, fault.hint, 1, "condition"});
}

bool When::met(const Fields& fields, Instant now) {
  if (!condition_) return true;
  for (const std::size_t at : condition_->reads()) {
    const auto found = fields.find(names_[at]);
    if (found == fields.end()) {
      condition_->bind_null(at);
    } else {
      bind(*condition_, at, found->second);
    }
  }
  return condition_->evaluate(now) == Truth::kTrue;
}

std::string When::values(const Fields& fields) const {
  std::string text;
  if (!condition_) return text;
  for (const std::size_t at : condition_->reads()) {
    const auto found = fields.find(names_[at]);
    std::string value = found == fields.end() ? std::string() : to_text(found->second);
    if (value.size() > kLongestShown) value = to_utf8(value.substr(0, kLongestShown)) + "...";
    text += (text.empty() ? "" : ", ") + names_[at] +
            (value.empty() ? " is empty" : " is \"" + value + "\"");
  }
  return text;
}

Conditions::Conditions(const Workflow& workflow, std::vector<Diagnostic>& faults)
    : when(workflow, workflow.trigger.when, workflow.trigger.when_place, faults) {
  for (const RecordStage& stage : workflow.trigger.stages) {
    stages.emplace_back(workflow, stage.when, stage.when_place, faults);
  }
}

const RecordStage* Conditions::stage(const Workflow& workflow, const Fields& fields, Instant now) {
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (stages[i].met(fields, now)) return &workflow.trigger.stages[i];
  }
  return nullptr;
}

bool Conditions::met(const Fields& fields, Instant now) {
  if (!when.met(fields, now)) return false;
  return stages.empty() || std::any_of(stages.begin(), stages.end(),
                                       [&](When& stage) { return stage.met(fields, now); });
}

std::string Conditions::unmet(const Fields& fields, Instant now) {
  if (met(fields, now)) return {};
  std::string text = when.values(fields);
  if (!when.met(fields, now)) return text;
  for (const When& stage : stages) {
    const std::string values = stage.values(fields);
    if (text.find(values) == std::string::npos) text += (text.empty() ? "" : ", ") + values;
  }
  return text;
}

std::vector<Diagnostic> check_conditions(const Workflow& workflow) {
  std::vector<Diagnostic> faults;
  const Conditions conditions(workflow, faults);
  return faults;
}

}  // namespace smsflow
