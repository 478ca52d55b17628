#include "workflow/check.h"

#include <fmt/format.h>

#include "text/nearest.h"
#include "workflow/intents.h"

namespace smsflow {

void Checked::report(Severity severity, std::string code, const Mark& mark, std::string message,
                     std::string hint) const {
  faults.push_back(
      {severity, mark.place, std::move(message), std::move(hint), mark.width, std::move(code)});
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string near = nearest(word, candidates);
  return near.empty() ? "" : fmt::format("did you mean \"{}\"?", near);
}

void each_reaction(const State& state, const VisitReaction& visit) {
  for (const auto& [intent, reaction] : state.on) {
    each_reaction(intent, reaction, "states." + state.name + ".on.", visit);
  }
}

void each_reaction(const std::string& name, const Reaction& reaction, const std::string& table,
                   const VisitReaction& visit) {
  std::string path = table + name;
  for (const Reaction* at = &reaction; at != nullptr; at = at->then.get()) {
    visit(*at, path);
    path += ".then";
  }
}

void each_text(const Workflow& workflow, const std::function<void(const SaidText&)>& visit) {
  for (const State& state : workflow.states) {
    for (const Wording& wording : state.say.wordings) visit({state, wording, true});
    each_reaction(state, [&](const Reaction& reaction, const std::string&) {
      const State* next = workflow.find(reaction.go);
      for (const Wording& wording : reaction.say.wordings) {
        visit({next == nullptr ? state : *next, wording, false});
      }
    });
  }
  static const State kNone;
  for (const auto& [name, exception] : workflow.exceptions) {
    each_reaction(name, exception, "exceptions.", [&](const Reaction& reaction, const auto&) {
      for (const Wording& wording : reaction.say.wordings) visit({kNone, wording, false});
    });
  }
  if (!workflow.satisfaction) return;
  for (const Wording& wording : workflow.satisfaction->say.wordings) visit({kNone, wording, false});
  for (const Wording& wording : workflow.satisfaction->thanks.wordings) {
    visit({kNone, wording, false});
  }
}

std::vector<const IntentSpec*> heard_in(const Workflow& workflow, const State& state) {
  std::vector<const IntentSpec*> heard;
  for (const IntentSpec& intent : workflow.intents) {
    if (state.on.contains(intent.name) || leads_to_person(intent.name)) heard.push_back(&intent);
  }
  return heard;
}

}  // namespace smsflow
