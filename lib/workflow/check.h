// Checks a workflow that could be read: what its parts mean together. Every check looks at the
// whole file and adds its faults; none stops another. Internal to lib/workflow.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/key_index.h"
#include "workflow/load.h"

namespace smsflow {

struct Checked {
  const Workflow& workflow;
  const KeyIndex& keys;
  const ReservedWords& reserved;
  std::vector<Diagnostic>& faults;

  void report(Severity severity, std::string code, const Mark& mark, std::string message,
              std::string hint = {}) const;
  void error(std::string code, const Mark& mark, std::string message, std::string hint = {}) const {
    report(Severity::kError, std::move(code), mark, std::move(message), std::move(hint));
  }
  void warn(std::string code, const Mark& mark, std::string message, std::string hint = {}) const {
    report(Severity::kWarning, std::move(code), mark, std::move(message), std::move(hint));
  }
};

void check_trigger(const Checked& checked);     // start, moments and their order, zones
void check_export(const Checked& checked);      // what a missing row means
void check_states(const Checked& checked);      // targets, reachability, endings, reactions
void check_escapes(const Checked& checked);     // a way to a person out of every question
void check_words(const Checked& checked);       // keywords and phrases against each other
void check_fields(const Checked& checked);      // placeholders and formats of every text
void check_wordings(const Checked& checked);    // length, brand, advertised replies
void check_captures(const Checked& checked);    // patterns, asked values, names of `set` and `read`
void check_exceptions(const Checked& checked);  // cases, and those nobody decided

// Targets and effects of one reaction; `path` names it.
void check_reaction(const Checked& checked, const Reaction& reaction, const std::string& path);

// `did you mean "asked"?`, or "" when nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

// A reaction and those behind its `then`, with the path of each ("states.asked.on.unclear.then").
using VisitReaction = std::function<void(const Reaction&, const std::string& path)>;
void each_reaction(const State& state, const VisitReaction& visit);
void each_reaction(const std::string& name, const Reaction& reaction, const std::string& table,
                   const VisitReaction& visit);

// One text of the file, and the state whose question is open once it was read.
struct SaidText {
  const State& state;  // of a text that leaves no question open, a nameless one
  const Wording& wording;
  bool on_entering = false;  // of the state itself, not of a reaction
};
void each_text(const Workflow& workflow, const std::function<void(const SaidText&)>& visit);

// Intents whose own keywords and phrases decide in a state: those it reacts to and those that lead
// to a person anyway.
std::vector<const IntentSpec*> heard_in(const Workflow& workflow, const State& state);

}  // namespace smsflow
