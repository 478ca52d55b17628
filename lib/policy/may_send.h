// May this text leave now? Asked in the transaction that writes `posting`, answered with the
// evidence that is stored beside it. Not sending is an outcome with a name, never an error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "message/contact.h"
#include "time/window.h"
#include "workflow/workflow.h"

namespace smsflow {

// Do not renumber: stored in the log. Names are keys of `send --format json`.
enum class BlockReason {
  kNone = 0,
  kOptedOut = 1,
  kNoConsent = 2,
  kQuietHours = 3,
  kStale = 4,  // later than `expires`
  kCapped = 5,
  kVoid = 6,          // the record no longer meets `when`, moved, or its conversation ended
  kSensitive = 7,     // the rendered text holds what must not travel by SMS
  kSkippedLate = 8,   // its moment passed and the workflow says skip
  kMissingField = 9,  // a template variable has no value
  kPaused = 10,       // suspected opt-out
  kWrongNumber = 11,
  kUnreachable = 12,  // a carrier said the number cannot get texts
  kHeldOut = 13,
  kNoSender = 14,  // no number to send from
  kNotSeen = 15,   // its record did not stand in the latest look at its source, or that is too old
};
std::string_view name(BlockReason reason);

// Why a text is sent. Do not renumber: stored in the log.
enum class SendKind {
  kProactive = 0,           // reminders, asks, nudges
  kReply = 1,               // the direct answer to what the contact just wrote
  kOptOutConfirmation = 2,  // the one text after STOP (47 CFR 64.1200(a)(12): within 5 minutes)
  kAgent = 3,               // written by a person
};
std::string_view name(SendKind kind);

struct SendQuestion {
  SendKind kind = SendKind::kProactive;
  MessageClass message_class = MessageClass::kInformational;
  std::string_view purpose;
  const Contact* contact = nullptr;
  std::optional<bool> record_consent;  // what the record says, if it does
  bool record_eligible = true;         // `when`, asked again just now
  bool conversation_void = false;
  // The last look at its source in which the record stood, whether a later one missed it, and how
  // old that look may be; nothing where no look is needed.
  std::optional<Instant> record_seen_at;
  bool record_missing = false;
  std::optional<Duration> fresh;
  std::vector<Zone> zones;  // where the recipient may be
  DailyWindow window;       // of quiet hours' complement
  std::optional<Instant> expires;
  Instant now;
};

using Evidence = std::vector<std::pair<std::string, std::string>>;

struct Permission {
  BlockReason reason = BlockReason::kNone;
  std::optional<Instant> later;  // quiet hours: the next moment it may leave
  Evidence evidence;             // what decided, whichever way
  bool granted() const { return reason == BlockReason::kNone; }
};

// The gates in the order of their weight: opt-out, wrong number, paused, unreachable, void, stale,
// not seen, consent, caps, quiet hours. Sources: 47 CFR 64.1200(a)(10)-(12), (c)(1); CTIA Messaging
// Principles 5.1; reference values in man 7 smsflow.
Permission may_send(const SendQuestion& question);

// The consent that counts for a purpose: the latest of it or of "*".
std::optional<Consent> consent_for(const Contact& contact, std::string_view purpose);

// When texts we begin may arrive, on the recipient's wall clock: 47 CFR 64.1200(c)(1).
inline constexpr DailyWindow kFederalWindow{8 * 60, 21 * 60};

// At most this many automatic replies to one contact in an hour: two programs that answer each
// other stop by themselves.
inline constexpr int kMaxRepliesPerHour = 6;

}  // namespace smsflow
