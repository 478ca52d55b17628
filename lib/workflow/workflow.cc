#include "workflow/workflow.h"

#include <algorithm>
#include <set>

namespace smsflow {
namespace {

template <typename Part>
const Part* find_named(const std::vector<Part>& parts, std::string_view wanted) {
  const auto found = std::find_if(parts.begin(), parts.end(),
                                  [&](const Part& part) { return part.name == wanted; });
  return found == parts.end() ? nullptr : &*found;
}

void collect_queues(const Reaction& reaction, std::set<std::string>& queues) {
  if (!reaction.handoff.empty()) queues.insert(reaction.handoff);
  if (reaction.then) collect_queues(*reaction.then, queues);
}

}  // namespace

std::string_view name(MessageClass message_class) {
  switch (message_class) {
    case MessageClass::kTransactional:
      return "transactional";
    case MessageClass::kInformational:
      return "informational";
    case MessageClass::kMarketing:
      return "marketing";
  }
  return "informational";
}

std::string_view name(ExportKind kind) {
  switch (kind) {
    case ExportKind::kSnapshot:
      return "snapshot";
    case ExportKind::kComplete:
      return "complete";
    case ExportKind::kChanges:
      return "changes";
  }
  return "snapshot";
}

const FieldSpec* RecordSpec::find(std::string_view wanted) const {
  return find_named(fields, wanted);
}

const State* Workflow::find(std::string_view state) const {
  return find_named(states, state);
}

const IntentSpec* Workflow::find_intent(std::string_view intent) const {
  return find_named(intents, intent);
}

const CaptureSpec* Workflow::find_capture(std::string_view capture) const {
  return find_named(captures, capture);
}

std::vector<std::string> Workflow::queues() const {
  std::set<std::string> queues;
  if (!queue.empty()) queues.insert(queue);
  for (const auto& [exception, reaction] : exceptions) collect_queues(reaction, queues);
  for (const State& state : states) {
    if (!state.handoff.empty()) queues.insert(state.handoff);
    for (const auto& [intent, reaction] : state.on) collect_queues(reaction, queues);
  }
  return {queues.begin(), queues.end()};
}

}  // namespace smsflow
