// Whether a message is no customer's answer: a tapback quoting our own text, an automatic reply, a
// carrier's notice. It must be neither answered (two machines would talk forever) nor counted.
#pragma once

#include <string>

#include "classify/utterance.h"

namespace smsflow {

// The rule that says so, or "".
std::string read_noise(const Utterance& utterance);

}  // namespace smsflow
