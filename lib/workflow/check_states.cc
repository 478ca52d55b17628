#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "workflow/check.h"
#include "workflow/intents.h"

namespace smsflow {
namespace {

std::vector<std::string> state_names(const Workflow& workflow) {
  std::vector<std::string> names;
  for (const State& state : workflow.states) names.push_back(state.name);
  return names;
}

std::vector<std::string> reaction_names(const Workflow& workflow) {
  std::vector<std::string> names = reserved_reactions();
  names.insert(names.end(), built_in_intents().begin(), built_in_intents().end());
  for (const IntentSpec& intent : workflow.intents) names.push_back(intent.name);
  return names;
}

}  // namespace

void check_reaction(const Checked& checked, const Reaction& reaction, const std::string& path) {
  const int ways = static_cast<int>(!reaction.go.empty()) +
                   static_cast<int>(!reaction.handoff.empty()) +
                   static_cast<int>(!reaction.fallback.empty());
  if (ways > 1) {
    checked.error("two-ways", checked.keys.key(path),
                  "only one of \"go\", \"handoff\" and \"fallback\" can follow");
  }
  if (!reaction.go.empty() && checked.workflow.find(reaction.go) == nullptr) {
    checked.error("no-state", checked.keys.value(path + ".go"),
                  fmt::format("no state \"{}\"", reaction.go),
                  did_you_mean(reaction.go, state_names(checked.workflow)));
  }
  if (ways == 0 && reaction.say.empty() && reaction.emit.empty() && reaction.set.empty()) {
    checked.error("no-effect", checked.keys.key(path), fmt::format("\"{}\" leads to nothing", path),
                  "write go = \"STATE\", handoff = \"QUEUE\", fallback, emit or say");
  }
  if (!reaction.fallback.empty() && checked.workflow.record.find("email") == nullptr) {
    checked.warn("no-email", checked.keys.value(path + ".fallback"),
                 "no record has an \"email\": a person is told instead",
                 "declare email = \"text?\" in the record's fields");
  }
  for (const char* timed : {"silence", "promise"}) {
    if (!path.ends_with(fmt::format(".on.{}", timed)) || checked.keys.has(path + ".after"))
      continue;
    checked.error("no-after", checked.keys.key(path),
                  fmt::format("\"{}\" does not say after how long", timed),
                  "add after = \"6h\": it counts from the confirmed send");
  }
}

namespace {

void check_on(const Checked& checked, const State& state) {
  const std::vector<std::string> known = reaction_names(checked.workflow);
  for (const auto& [intent, reaction] : state.on) {
    if (std::find(known.begin(), known.end(), intent) != known.end()) continue;
    checked.error("no-intent", checked.keys.key("states." + state.name + ".on." + intent),
                  fmt::format("no intent \"{}\"", intent), did_you_mean(intent, known));
  }
  each_reaction(state, [&](const Reaction& reaction, const std::string& path) {
    check_reaction(checked, reaction, path);
  });
}

void check_ending(const Checked& checked, const State& state) {
  const std::string path = "states." + state.name;
  if (!state.end.empty() && !state.on.empty()) {
    checked.error(
        "end-with-on", checked.keys.key(path + ".on"),
        fmt::format("\"{}\" ends the conversation: nothing can follow in \"on\"", state.name),
        "drop \"end\", or move the reactions to the state before it");
  }
  if (state.end.empty() && state.on.empty() && state.handoff.empty()) {
    checked.warn("dead-end", checked.keys.key(path),
                 fmt::format("\"{}\" neither asks, nor ends, nor hands off", state.name),
                 "add end = \"OUTCOME\" or [states." + state.name + ".on]");
  }
  const Trigger& trigger = checked.workflow.trigger;
  if (state.asks() && !state.on.contains("silence") && !trigger.respond_by && !trigger.expires) {
    checked.warn("no-timeout", checked.keys.key(path),
                 fmt::format("\"{}\" waits forever: it has no \"silence\"", state.name),
                 "add silence = { after = \"6h\", ... }, or respond_by in [trigger]");
  }
}

void check_reachable(const Checked& checked) {
  const Workflow& workflow = checked.workflow;
  std::set<std::string> seen;
  std::vector<const State*> open;
  const auto reach = [&](const std::string& name) {
    const State* state = workflow.find(name);
    if (state != nullptr && seen.insert(name).second) open.push_back(state);
  };
  reach(workflow.trigger.start);
  for (const RecordStage& stage : workflow.trigger.stages) reach(stage.start);
  if (open.empty()) return;
  for (const auto& [name, reaction] : workflow.exceptions) {
    for (const Reaction* at = &reaction; at != nullptr; at = at->then.get()) reach(at->go);
  }
  while (!open.empty()) {
    const State* state = open.back();
    open.pop_back();
    each_reaction(*state,
                  [&](const Reaction& reaction, const std::string&) { reach(reaction.go); });
  }
  for (const State& state : workflow.states) {
    if (seen.contains(state.name)) continue;
    checked.error("unreachable", checked.keys.key("states." + state.name),
                  fmt::format("nothing leads to state \"{}\"", state.name),
                  "let a reaction go there, or delete it");
  }
}

}  // namespace

void check_states(const Checked& checked) {
  const Workflow& workflow = checked.workflow;
  for (const State& state : workflow.states) {
    check_on(checked, state);
    check_ending(checked, state);
  }
  check_reachable(checked);
  const std::vector<std::string>& reserved = reserved_reactions();
  for (const IntentSpec& intent : workflow.intents) {
    const Mark mark = checked.keys.key("intents." + intent.name);
    if (std::find(reserved.begin(), reserved.end(), intent.name) != reserved.end()) {
      checked.error(
          "reserved-name", mark,
          fmt::format("\"{}\" is a reaction of every state and cannot be an intent", intent.name));
      continue;
    }
    const bool handled =
        std::any_of(workflow.states.begin(), workflow.states.end(),
                    [&](const State& state) { return state.on.contains(intent.name); });
    if (handled || leads_to_person(intent.name)) continue;
    checked.warn("unused-intent", mark, fmt::format("no state reacts to \"{}\"", intent.name));
  }
}

}  // namespace smsflow
