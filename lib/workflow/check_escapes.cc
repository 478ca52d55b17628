#include <fmt/format.h>

#include "workflow/check.h"

namespace smsflow {
namespace {

bool reaches_person(const Workflow& workflow, const Reaction& reaction) {
  if (!reaction.handoff.empty()) return true;
  const State* next = workflow.find(reaction.go);
  return next != nullptr && !next->handoff.empty();
}

const Reaction* reaction_to(const State& state, std::string_view intent) {
  const auto found = state.on.find(intent);
  return found == state.on.end() ? nullptr : &found->second;
}

// The last reaction to `unclear`, once it has happened `times` times. Without one it is a person.
const Reaction* last_unclear(const State& state) {
  const Reaction* unclear = reaction_to(state, "unclear");
  if (unclear == nullptr) return nullptr;
  if (unclear->then != nullptr) return unclear->then.get();
  const bool only_says =
      unclear->go.empty() && unclear->handoff.empty() && unclear->fallback.empty();
  return only_says ? nullptr : unclear;
}

}  // namespace

void check_escapes(const Checked& checked) {
  for (const State& state : checked.workflow.states) {
    if (!state.asks()) continue;
    const std::string on = "states." + state.name + ".on";
    const Reaction* unclear = last_unclear(state);
    const bool clarified_by_person =
        unclear == nullptr || reaches_person(checked.workflow, *unclear);
    if (!clarified_by_person) {
      checked.error(
          "no-escape", checked.keys.key(on + ".unclear"),
          fmt::format("\"{}\" has no end with a person for what is not understood", state.name),
          "end it with then = { handoff = \"QUEUE\" }");
    }
    const Reaction* help = reaction_to(state, "help");
    const Reaction* agent = reaction_to(state, "agent");
    if (help == nullptr || agent == nullptr) continue;  // The built-in one leads to a person.
    if (reaches_person(checked.workflow, *help) || reaches_person(checked.workflow, *agent))
      continue;
    if (unclear != nullptr && clarified_by_person) continue;
    checked.error(
        "no-escape", checked.keys.key(on),
        fmt::format("\"{}\" has no way to a person: \"help\" and \"agent\" lead elsewhere",
                    state.name),
        "let one of them hand off, or leave it out: it then leads to a person");
  }
}

}  // namespace smsflow
