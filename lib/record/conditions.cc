#include "record/conditions.h"

#include <type_traits>

#include "record/reader.h"
#include "workflow/text_place.h"

namespace smsflow {
namespace {

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

When::When(const Workflow& workflow, std::vector<Diagnostic>& faults) {
  const Trigger& trigger = workflow.trigger;
  if (trigger.when.empty()) return;
  const RecordSpec& record = workflow.record;
  for (const FieldSpec& field : record.fields) names_.push_back(field.name);
  if (!record.key.empty() && record.find(record.key) == nullptr) names_.push_back(record.key);
  ConditionFault fault;
  condition_ = Condition::compile(trigger.when, names_, fault);
  if (condition_) return;
  faults.push_back({Severity::kError, text_place(workflow.source, trigger.when_place, fault.offset),
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

std::vector<Diagnostic> check_conditions(const Workflow& workflow) {
  std::vector<Diagnostic> faults;
  const When when(workflow, faults);
  return faults;
}

}  // namespace smsflow
