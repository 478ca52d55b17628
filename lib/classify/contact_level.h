// The layers that stand above any question: opt-out, opt-in (START), wrong number, noise and the
// bare HELP.
#pragma once

#include <string>

#include "classify/utterance.h"
#include "classify/verdict.h"

namespace smsflow {

struct ContactLevel {
  // Label "stop", "start", "wrong_number", "noise", "help", or "unclear" when none.
  Verdict verdict;
  // The whole message is an opt-out word: not even a keyword of the question could be meant.
  bool is_exact_opt_out = false;
};
ContactLevel read_contact_level(const Utterance& utterance);

// What a rule is sure of.
Verdict by_rule(std::string label, Layer layer, std::string rule);

}  // namespace smsflow
