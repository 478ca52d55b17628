// What came in, taken to the log: decide, then write, inside the caller's transaction. Nothing
// leaves here.
#pragma once

#include <string>
#include <string_view>

#include "app/programs.h"
#include "engine/decide.h"
#include "provider/provider.h"
#include "store/store.h"

namespace smsflow {

// Received::handled of a record that another workflow has asked about: see app/renamed.h.
inline constexpr std::string_view kRenamed = "renamed";

// Received::reason of a row that changes nothing.
inline constexpr std::string_view kErased = "erased, and long over";
inline constexpr std::string_view kOlderVersion = "older than what is known";
inline constexpr std::string_view kSeenSince = "older than what was seen since";

struct Received {
  bool repeat = false;  // known already: nothing was changed
  std::string handled;
  std::string reason;        // for people; with kRenamed the other workflow's name
  std::string conversation;  // of an inbound message; may be ""
};

// `raw` is the request's body as it came; kept masked, with its hash.
Received receive(Transaction& log, Programs& programs, const InboundMessage& message,
                 std::string_view raw, Instant now);
Received receive(Transaction& log, Programs& programs, const DeliveryReceipt& receipt, Instant now);
// A record of a table that is read again and again; does nothing when its hash is known. `horizon`:
// moments farther away wait.
Received receive(Transaction& log, Programs& programs, const RecordSnapshot& record,
                 Duration horizon, Instant now);
// A record that was posted once: it is kept also while its moment is far or it does not meet the
// trigger, so that an older one that comes late is told.
struct PostedRecord {
  RecordSnapshot record;
  std::string id;  // of the event, UNIQUE within the workflow
};
Received receive(Transaction& log, Programs& programs, const PostedRecord& posted, Instant now);
Received receive(Transaction& log, Programs& programs, const Timer& timer, Instant now);
Received receive(Transaction& log, Programs& programs, const AgentAction& action,
                 std::string_view handoff, Instant now);

// Where a text stands when the carrier says this of it.
IntentState state_for(DeliveryStatus status);

// Moves an intent and lets the engine draw its consequences. False when the move is not legal, or
// tells what became of an earlier POST than the latest: then nothing is written. `current` is the
// intent as it was read in this transaction, after which nothing was written; null: it is read.
bool move_intent(Transaction& log, Programs& programs, Intent next, std::string_view reason,
                 Instant now, const Intent* current = nullptr);

}  // namespace smsflow
