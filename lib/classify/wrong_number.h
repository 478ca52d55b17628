// Whether a message says that this number is not the customer's: the number is suppressed and
// flagged as perhaps reassigned, which is no withdrawal of the customer's own consent.
//
//   "wrong number", "I'm not Maria", "número equivocado"; not "wrong time" or "I'm not sure"
#pragma once

#include <string>

#include "classify/utterance.h"

namespace smsflow {

// The rule that says so, or "".
std::string read_wrong_number(const Utterance& utterance);

}  // namespace smsflow
