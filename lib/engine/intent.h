// One text, hook or mail that shall leave, at most once: (workflow, entity key, step, occurrence).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "message/message.h"
#include "policy/may_send.h"

namespace smsflow {

enum class Channel { kSms = 0, kHook = 1, kMail = 2 };  // do not renumber: stored in the log
std::string_view name(Channel channel);

// The only states of an intent. Do not renumber: stored in the log.
enum class IntentState {
  kPlanned = 0,   // due later or now
  kPosting = 1,   // durable before the first byte; carries owner and deadline: also the claim
  kAccepted = 2,  // the carrier has it
  kSent = 3,
  kDelivered = 4,       // final
  kUndelivered = 5,     // final
  kRejected = 6,        // final
  kUnknown = 7,         // may have left: never sent again blindly
  kExpiredUnknown = 8,  // final: never settled
  kSuppressed = 9,      // final, with a BlockReason
  kHeldOut = 10,        // final
  kExpired = 11,        // final: its moment passed before it could leave
};
std::string_view name(IntentState state);
bool is_final(IntentState state);
bool is_taken(IntentState state);  // by the carrier: kAccepted to kUndelivered
// The legal moves; every other one is a bug or a late word that changes nothing.
bool may_move(IntentState from, IntentState to);

struct Intent {
  std::string id;  // intent_id(...) below
  Channel channel = Channel::kSms;
  SendKind kind = SendKind::kProactive;
  std::string conversation;  // "" for texts to a contact without one
  std::string workflow;
  std::string revision;
  std::string key;         // entity
  std::string step;        // "asked.say", "asked.on.unclear", "opt_out", hook's name
  std::string occurrence;  // what makes a repeat of the step another intent
  PhoneNumber to;
  std::string sender;  // chosen at planning; "" until then
  std::string text;    // template source, or the text itself when `literal`; hook: JSON
  bool literal = false;
  std::string language = "en";
  std::string variant;
  Instant planned_at;
  Instant due;
  std::optional<Instant> expires;

  // What became of it.
  IntentState state = IntentState::kPlanned;
  int attempt = 0;        // POSTs begun
  std::string sent_text;  // as rendered at posting: what the person got (a side row)
  std::string owner;      // process that posts
  std::optional<Instant> deadline;
  std::string provider;
  std::string provider_id;
  DeliveryStatus status = DeliveryStatus::kAccepted;
  ErrorClass error = ErrorClass::kNone;
  BlockReason block = BlockReason::kNone;
  std::string detail;  // carrier's code and word, or the evidence
  int segments = 0;
  std::optional<Instant> accepted_at;
  Instant changed_at;
  int lookups = 0;  // how often `find` did not see it
  bool operator==(const Intent&) const = default;
};

// Step of the question after the matter: it may be sent though the record is done with.
inline constexpr std::string_view kSatisfactionStep = "satisfaction.say";
// Step of our question which of several conversations was meant.
inline constexpr std::string_view kWhichOneStep = "which_one";

// "i" and 24 hex digits of SHA-256 over the four names.
std::string intent_id(std::string_view workflow, std::string_view key, std::string_view step,
                      std::string_view occurrence);

}  // namespace smsflow
