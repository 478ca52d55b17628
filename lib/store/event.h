// One event as the log holds it, and what of a Change goes into it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/change.h"
#include "store/rows.h"
#include "store/store.h"
#include "text/digest.h"

namespace smsflow {

struct ContactSide;

// Do not renumber: stored in the log.
enum class EventKind {
  kInbound = 0,
  kReceipt = 1,
  kRecord = 2,
  kConversation = 3,
  kContact = 4,
  kPlanned = 5,
  kMoved = 6,
  kTimerSet = 7,
  kTimerDropped = 8,
  kHandoff = 9,
  kRevision = 10,
  kMoveDropped = 11,  // an intent that may not move that way: folds to nothing
  kPosted = 12,       // a record event of a business system: folds to nothing
  kPurged = 13,       // older personal parts may be gone: folds to nothing
  kStanding = 14,     // a row is missing from its source, or there again
  kLooked = 15,       // a source was read to its end
  kAccount = 16,
  kAdopted = 17,
};
std::string_view name(EventKind kind);

struct Event {
  std::int64_t id = 0;
  std::int64_t at_ms = 0;
  std::int64_t source = 0;
  EventKind kind = EventKind::kInbound;
  std::string conversation;  // "" and 0: none
  std::int64_t contact = 0;
  std::string intent;
  std::string handoff;
  std::string key;        // event_key of project.h; "" for what cannot come again
  std::int64_t side = 0;  // the side row that holds its personal part; == id: it brought it
  std::string personal;   // 32 bytes: salted hash of number and personal part
  std::string data;       // JSON without personal data
};

// The bytes that are hashed: integers in 8 bytes, little endian; texts after their length. `number`
// is the number_hash of the contact; "" without one.
void append_canonical(std::string& out, const Event& event, std::string_view number);

struct Batch {
  std::int64_t id = 0;
  std::int64_t at_ms = 0;
  std::string writer;
  std::int64_t first = 0;  // events, both included
  std::int64_t last = 0;
};

// `previous`: the hash of the writer's previous batch, or genesis_hash.
Sha256 batch_hash(const Batch& batch, std::string_view previous, std::string_view events);
Sha256 genesis_hash(std::string_view log_id);

// Salted, so that it says nothing once the salt is erased. `raw` only for messages.
Sha256 personal_hash(std::string_view salt, std::string_view phone, std::string_view body,
                     std::string_view raw);

// What an event says beyond its projection rows. Of nouns with a history (conversation, contact,
// intent, hand-off) `now` is filled by the store, which knows what they were.
struct EventDraft {
  EventKind kind = EventKind::kInbound;
  std::string conversation;
  std::string intent;
  std::string handoff;
  std::string now;    // JSON object of the changed fields
  std::string why;    // reason, for people
  std::string extra;  // more members, each with a comma in front

  // Filled by the store.
  std::int64_t contact = 0;
  const ContactSide* who = nullptr;  // of `contact`
  std::int64_t side = 0;
  std::string body;  // of the side row, when the event brings it
  std::string raw;
};
EventDraft draft_of(const Change& change);
EventDraft dropped(const IntentMoved& change);
std::string data_of(const EventDraft& draft);

}  // namespace smsflow
