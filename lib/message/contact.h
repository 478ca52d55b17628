// What is known of one phone number above all conversations: opt-out, consents, and why texts to it
// are pointless. Purposes match [workflow] purpose.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message/message.h"
#include "message/phone_number.h"
#include "time/instant.h"

namespace smsflow {

struct Consent {
  std::string purpose;  // "*" for every purpose
  bool granted = true;
  std::string source;   // form, import file, "record", message id
  std::string wording;  // what the person agreed to, or its hash
  Instant at;           // when it was given or withdrawn
  bool operator==(const Consent&) const = default;
};

// A question of ours which of several conversations a reply meant.
struct PendingChoice {
  std::vector<std::string> conversations;  // option 1 first
  std::string label;                       // what the reply was taken for
  std::string message;                     // the inbound message it answers
  std::optional<Instant> asked_at;         // its confirmed send; before it nothing answers it
  bool operator==(const PendingChoice&) const = default;
};

struct Contact {
  PhoneNumber phone;
  std::optional<Instant> opted_out_at;  // of the latest word that said so
  std::string opt_out_rule;             // "opt-out word STOP (en)", "carrier flag"
  std::optional<Instant> opt_out_confirmed_at;
  bool paused = false;                         // suspected opt-out: a person decides
  bool wrong_number = false;                   // belongs to somebody else
  ErrorClass unreachable = ErrorClass::kNone;  // a carrier's final word about the number
  std::vector<Consent> consents;               // oldest first; the last of a purpose counts
  std::vector<Instant> recent_replies;         // our automatic replies of the last hour
  std::optional<PendingChoice> choice;
  std::string handoff;  // the open hand-off that owns this contact; or ""
  std::string sender;   // the number this contact is used to
  bool operator==(const Contact&) const = default;
};

// The contact wants no texts, as it said at `at`. False when it has said so since, or just then:
// nothing is changed.
bool opt_out(Contact& contact, Instant at, std::string_view rule);

}  // namespace smsflow
