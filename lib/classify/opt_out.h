// Whether a message withdraws consent: exact words as carriers define them, the same words
// mistyped, and people's own phrases. CTIA Messaging Principles 5.1.3; 47 CFR 64.1200(a)(10).
//
//   "STOP", "S T O P", "Stpo please", "take me off your list"  -> kYes
//   "Stop, I already paid", "Cancl"                            -> kSuspected: pause, ask a person
//   "can I stop by at 5", "I need to cancel my 3pm"            -> kNo
#pragma once

#include <string>
#include <string_view>

#include "classify/utterance.h"

namespace smsflow {

enum class OptOutVerdict { kNo, kSuspected, kYes };

struct OptOut {
  OptOutVerdict verdict = OptOutVerdict::kNo;
  std::string rule;        // "opt-out word STOP (en)"; empty for kNo
  bool ambiguous = false;  // a word of kind "ambiguous": an opt-out that may have meant a booking
  std::string language;    // of the word: "en", "es", ...; empty for phrases
};

// The whole message is an opt-out word. Nothing else can be meant.
OptOut read_opt_out_word(const Utterance& utterance);

// Mistyped words and phrases too.
OptOut read_opt_out(const Utterance& utterance);

// "stop by the office", "don't stop": the only words an opt-out could be read from mean something
// else.
bool says_stop_of_something_else(const Utterance& utterance);

}  // namespace smsflow
