#include <fmt/format.h>

#include <algorithm>

#include "workflow/check.h"
#include "workflow/intents.h"

namespace smsflow {
namespace {

// Decided: in the table, or by every question of the file itself.
bool is_decided(const Workflow& workflow, const std::string& exception) {
  if (workflow.exceptions.contains(exception)) return true;
  bool asks = false;
  for (const State& state : workflow.states) {
    if (!state.asks()) continue;
    asks = true;
    if (!state.on.contains(exception)) return false;
  }
  return asks;
}

// A case that this file cannot meet needs no decision.
bool can_happen(const Workflow& workflow, const std::string& exception) {
  if (exception == "late") return workflow.trigger.respond_by.has_value();
  if (exception == "void") return !workflow.record.key.empty();
  if (exception != "mismatch") return true;
  return std::any_of(workflow.captures.begin(), workflow.captures.end(),
                     [](const CaptureSpec& capture) { return !capture.known.empty(); });
}

void check_undecided(const Checked& checked) {
  const Workflow& workflow = checked.workflow;
  if (workflow.exceptions.empty()) return;
  std::string undecided;
  for (const std::string& exception : exception_cases()) {
    if (is_decided(workflow, exception) || !can_happen(workflow, exception)) continue;
    undecided += (undecided.empty() ? "" : ", ") + exception;
  }
  if (undecided.empty()) return;
  checked.warn("undecided", checked.keys.key("exceptions"),
               "nobody decided what happens on: " + undecided,
               "they go to a person of the first queue; write each as CASE = { handoff = "
               "\"QUEUE\" }, or auto-resolve it by say or go");
}

}  // namespace

void check_exceptions(const Checked& checked) {
  for (const auto& [name, reaction] : checked.workflow.exceptions) {
    const std::string path = "exceptions." + name;
    const std::vector<std::string>& cases = exception_cases();
    if (std::find(cases.begin(), cases.end(), name) == cases.end()) {
      checked.error("no-exception", checked.keys.key(path), fmt::format("no case \"{}\"", name),
                    did_you_mean(name, cases));
    } else if (only_hands_off(name) && reaction.handoff.empty()) {
      checked.error("needs-person", checked.keys.key(path),
                    fmt::format("\"{}\" can only lead to a person", name),
                    "write { handoff = \"QUEUE\" }");
    } else if (only_hands_off(name) && (!reaction.say.empty() || !reaction.emit.empty())) {
      checked.error("misplaced-key", checked.keys.key(path),
                    fmt::format("\"{}\" takes handoff and priority only", name));
    }
    each_reaction(name, reaction, "exceptions.", [&](const Reaction& one, const std::string& at) {
      check_reaction(checked, one, at);
    });
  }
  check_undecided(checked);
}

}  // namespace smsflow
