// Nets that force a person, whatever a model may think: danger, medicine, law, disputed bills, harm
// done, anger, several matters at once, a writing system no rule can read, a message too long to be
// one answer. Better a person too many than a menu for somebody in need.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "classify/utterance.h"

namespace smsflow {

struct Net {
  // "sensitive", "angry", "several"; "billing" for a disputed bill and "issue" for a damage, so
  // that they reach the queue that knows; "question" for a writing system nobody here reads. All
  // lead to a person.
  std::string_view label;
  std::string rule;  // "net medical "I have a fever" (en, net_medical.tsv:12)"
};

// The gravest net that holds the message.
std::optional<Net> caught(const Utterance& utterance);

}  // namespace smsflow
