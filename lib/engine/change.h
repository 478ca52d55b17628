// Everything that can happen to the log. A Decision is a list of Changes; the store writes each as
// one event and folds it into the projections, and nothing else ever changes them: that is why they
// can be rebuilt. Personal data (numbers, texts, record fields) goes to side rows, events keep ids
// and salted hashes.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "classify/verdict.h"
#include "engine/conversation.h"
#include "engine/handoff.h"
#include "engine/intent.h"
#include "message/contact.h"
#include "message/message.h"

namespace smsflow {

// Do not renumber: stored in the log.
enum class TimerKind { kSilence = 0, kAlert = 1, kPromise = 2, kSatisfaction = 3 };
std::string_view name(TimerKind kind);

// Fires once; a stale one (another visit or run) is a no-op.
struct Timer {
  std::string id;  // conversation/run/visit/kind, a promise's with /state; or the hand-off's
  TimerKind kind = TimerKind::kSilence;
  std::string conversation;
  std::string handoff;
  int run = 0;
  int visit = 0;
  Instant due;
  bool operator==(const Timer&) const = default;
};

// A text of a contact: key UNIQUE(provider, message.id).
struct InboundRecorded {
  InboundMessage message;
  Verdict verdict;
  std::string classifier;    // revision
  std::string conversation;  // which it was taken for; or ""
  std::string handled;       // "auto_resolved", "clarified", "handed_off", "opted_out", "kept",
                             // "duplicate_reply", "noise", ...
  std::string reason;        // the chain of routing, for people
  bool late = false;
  std::string raw_sha256;  // of the request's body
  std::string raw;         // the request's body, masked (a side row); may be \"\"
};

// A carrier's word: key UNIQUE(provider, receipt.event_key). Kept even when its intent is unknown.
struct ReceiptRecorded {
  DeliveryReceipt receipt;
};

struct RecordSeen {  // a record's new hash
  RecordSnapshot record;
  std::string conversation;
};

// How a row stands in its source. Do not renumber: stored in the log.
enum class RecordStanding {
  kStands = 0,
  kMissing = 1,   // from the latest export; it may be seen again
  kRejected = 2,  // listed there, but it could not be read
  kDoubted = 3,   // missing with too many others to be believed
  kGone = 4,      // deleted, or missing from an export of all there is
};
std::string_view name(RecordStanding standing);

// A row whose content is as it was stands otherwise now.
struct StandingChanged {  // ignored for a row that never came
  std::string workflow;
  std::string key;
  RecordStanding standing = RecordStanding::kStands;
  std::string scope;
  Instant seen_at;  // of the last look it stood in
  std::optional<Instant> over_at;
  bool posted = false;
  std::string reason;
  std::string conversation;  // may be ""
};

// A source was looked at, once it was read to its end. A row that stands stood in the latest look
// of its scope: only who does not is an event of its own.
struct LookTaken {
  std::string workflow;
  std::string scope;  // "" where the source has no parts
  Instant at;         // when the export was written
  std::int64_t rows = 0;
  std::int64_t missing = 0;  // rows that are expected and not there
  std::string digest;        // of keys and contents, whatever their order
  bool operator==(const LookTaken&) const = default;
};

// A record event that a business system posted: key UNIQUE(workflow, id). Folds to nothing; what it
// changed are other changes beside it.
struct RecordPosted {
  std::string workflow;
  std::string key;      // the entity's
  std::string id;       // the sender's name for the event
  std::string handled;  // "planned", "unchanged", "ignored", ...
  std::string reason;
  std::string conversation;  // may be ""
};

struct ConversationChanged {
  Conversation now;
  std::string reason;
};

struct ContactChanged {
  Contact now;
  std::string reason;   // "opted out: opt-out word STOP (en)"
  std::string message;  // inbound message behind it; may be ""
};

struct IntentPlanned {  // ignored when the id is known
  Intent intent;
};

// A move of may_move; any other is dropped, with the reason kept.
struct IntentMoved {
  Intent now;  // whole, after the move
  IntentState from;
  std::string reason;
};

struct TimerSet {  // replaces one of the same id
  Timer timer;
};

struct TimerDropped {
  std::string id;
  bool fired = false;
};

struct HandoffChanged {  // opened or changed
  Handoff now;
  std::string reason;
};

struct RevisionKept {  // the bytes of a workflow, by their hash
  std::string revision;
  std::string workflow;
  std::string source;
};

// What came before a moment was erased, as far as nobody needs it. Folds to nothing.
struct LogPurged {
  Instant before;
};

// An account of a carrier that the log serves from now on. Ignored when it is known.
struct AccountServed {
  std::string kind;     // of the provider: "twilio"
  std::string account;  // "" where a kind has none
  bool operator==(const AccountServed&) const = default;
};

// The log goes on in spite of what it is: a copy, or one that served another account or held what
// was simulated.
struct LogAdopted {
  std::optional<Instant> copied;  // of a copy: the moment of the last event it was made with
};

using Change =
    std::variant<InboundRecorded, ReceiptRecorded, RecordPosted, RecordSeen, ConversationChanged,
                 ContactChanged, IntentPlanned, IntentMoved, TimerSet, TimerDropped, HandoffChanged,
                 RevisionKept, LogPurged, StandingChanged, LookTaken, AccountServed, LogAdopted>;

using Changes = std::vector<Change>;

}  // namespace smsflow
