// The chain of batches, recomputed. Its faults are edits, deletions, insertions and reorderings by
// other hands; the anchor tells of a cut end.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "store/audit.h"
#include "store/event_reader.h"
#include "store/faults.h"
#include "store/fields.h"
#include "store/hold.h"
#include "store/witnesses.h"
#include "text/digest.h"

namespace smsflow {
namespace {

// Before which moment that purge erased; never for an event that cannot be read.
std::int64_t purged(const Event& event) {
  try {
    return to_ms(from_now<LogPurged>(Json::parsed(event.data).at("now")).before);
  } catch (const std::exception&) {
    return INT64_MIN;
  }
}

class Chain {
 public:
  Chain(Database& database, const Identity& identity)
      : database_(database), identity_(identity), events_(database), people_(database) {
    more_ = events_.next();
  }

  void walk() {
    Query batches =
        database_.query("SELECT id, at, writer, first, last, hash FROM batch ORDER BY id");
    while (batches.step()) {
      const Batch batch{.id = batches.integer(0),
                        .at_ms = batches.integer(1),
                        .writer = std::string(batches.text(2)),
                        .first = batches.integer(3),
                        .last = batches.integer(4)};
      check(batch, batches.blob(5));
    }
    if (more_) faults.add(fmt::format("event {} is in no batch", events_.event().id));
    check_keys();
    check_erased();
    for (Sides* sides : {&messages_, &records_, &texts_}) {
      expect(sides->table(), sides->count(), sides->brought());
    }
    check_contacts();
  }

  Faults faults;

 private:
  void check(const Batch& batch, std::string_view hash);
  void check(const Event& event, const Person& person);
  void check_personal(const Event& event, const Person& person);
  void check_keys();
  void check_erased();
  void check_contacts();
  void expect(std::string_view table, std::int64_t found, std::int64_t count);
  Sides* sides_of(EventKind kind);

  Database& database_;
  const Identity& identity_;
  EventReader events_;
  bool more_ = false;
  People people_;
  const Person nobody_{};
  Sides messages_{database_, "message", true};
  Sides records_{database_, "record", false};
  Sides texts_{database_, "outbox_text", false};
  KeySum keys_;
  std::vector<std::pair<std::int64_t, std::int64_t>> erased_;  // when, and the event
  std::int64_t purged_before_ = INT64_MIN;
  std::int64_t last_contact_ = 0;
  std::int64_t next_batch_ = 1;
  std::int64_t next_event_ = 1;
  std::map<std::string, std::string> previous_;  // by writer
  std::string canonical_;
};

void Chain::check(const Batch& batch, std::string_view hash) {
  if (batch.id != next_batch_) {
    faults.add(fmt::format("batch {} is missing before batch {}", next_batch_, batch.id));
  }
  if (batch.first != next_event_ || batch.last < batch.first) {
    faults.add(fmt::format("batch {} does not begin at event {}", batch.id, next_event_));
  }
  canonical_.clear();
  for (; more_ && events_.event().id <= batch.last; more_ = events_.next()) {
    const Event& event = events_.event();
    const Person& person = event.contact == 0 ? nobody_ : people_.person(event.contact);
    append_canonical(canonical_, event, person.number);
    check(event, person);
  }
  const std::string genesis(bytes_of(genesis_hash(identity_.log_id)));
  std::string& previous = previous_.try_emplace(batch.writer, genesis).first->second;
  if (hash != bytes_of(batch_hash(batch, previous, canonical_))) {
    faults.add(fmt::format("batch {} (events {} to {}, writer {}) is not what was written",
                           batch.id, batch.first, batch.last, batch.writer));
  }
  previous = hash;
  next_batch_ = batch.id + 1;
  next_event_ = batch.last + 1;
}

Sides* Chain::sides_of(EventKind kind) {
  switch (kind) {
    case EventKind::kInbound:
      return &messages_;
    case EventKind::kRecord:
    case EventKind::kConversation:
      return &records_;
    case EventKind::kPlanned:
    case EventKind::kMoved:
      return &texts_;
    default:
      return nullptr;
  }
}

void Chain::check(const Event& event, const Person& person) {
  if (!event.key.empty()) keys_.add(event.key, event.id);
  last_contact_ = std::max(last_contact_, event.contact);
  if (event.kind == EventKind::kPurged) purged_before_ = std::max(purged_before_, purged(event));
  Sides* const sides = sides_of(event.kind);
  std::optional<std::int64_t> owner;
  if (sides != nullptr && event.side == event.id) {
    if (sides->brought_by(event.id)) owner = sides->contact();
  } else if (sides != nullptr && event.side != 0) {
    owner = sides->contact_of(event.side);
  }
  if (event.contact != 0 && !person.is_there) {
    faults.add(fmt::format("event {} is of contact {}, who is gone", event.id, event.contact));
  } else if (event.side != 0 && owner != event.contact) {
    faults.add(fmt::format("the personal part of event {} is gone or another's", event.id));
  } else {
    check_personal(event, person);
  }
}

void Chain::check_personal(const Event& event, const Person& person) {
  // Without a salt there is nothing to compare with: now, then, or when it was written.
  const bool unsalted = event.contact != 0 && (person.salt.empty() || event.personal.empty() ||
                                               event.id <= person.erased_through);
  const Sides* const brought = event.side == event.id ? sides_of(event.kind) : nullptr;
  if (unsalted || (event.contact == 0 && !brought)) return;
  if (brought && !brought->has_body()) {
    erased_.emplace_back(event.at_ms, event.id);
    return;
  }
  const std::string_view salt = event.contact == 0 ? identity_.number_key : person.salt;
  const bool right =
      brought ? event.personal ==
                    bytes_of(personal_hash(salt, person.phone, brought->body(), brought->raw()))
              : event.personal == person.alone;
  if (right) return;
  faults.add(fmt::format("the personal part of event {} is not what was written", event.id));
}

void Chain::expect(std::string_view table, std::int64_t found, std::int64_t count) {
  if (found == count) return;
  faults.add(fmt::format("{} has {} rows where its events speak of {}", table, found, count));
}

// Only what is older than a purge said may be gone.
void Chain::check_erased() {
  for (const auto& [at_ms, event] : erased_) {
    if (at_ms < purged_before_) continue;
    faults.add(fmt::format("the personal part of event {} is not what was written", event));
  }
}

void Chain::check_keys() {
  if (keys_.is_that_of_the_table(database_)) return;
  faults.add("event_key does not hold the keys of the events");
  Query lost = database_.query(
      "SELECT e.id FROM event e LEFT JOIN event_key k ON k.key = e.key "
      "WHERE e.key IS NOT NULL AND k.event IS NOT e.id LIMIT 100");
  while (lost.step()) {
    faults.add(fmt::format("the key of event {} is lost: it could come again", lost.integer(0)));
  }
}

void Chain::check_contacts() {
  Query contacts = database_.query("SELECT id, number_hash, phone FROM contact ORDER BY id");
  std::int64_t next = 1;
  while (contacts.step()) {
    const bool erased = contacts.is_null(2);
    const bool right = contacts.integer(0) == next++ &&
                       (erased || contacts.blob(1) == number_hash(identity_, contacts.text(2)));
    if (!right) faults.add(fmt::format("contact {} is not what was written", contacts.integer(0)));
  }
  if (next != last_contact_ + 1) {
    faults.add(
        fmt::format("{} contacts are there, the events speak of {}", next - 1, last_contact_));
  }
}

}  // namespace

std::vector<std::string> chain_faults(Database& database, const Identity& identity) {
  Chain chain(database, identity);
  chain.walk();
  return chain.faults.take();
}

std::vector<std::string> chain_faults(OpenLog& log) {
  // Read before the log is: it may only be older.
  const std::optional<Anchor> anchor = log.anchor();
  const std::unique_ptr<Hold> hold = hold_for_reading(log);
  Chain chain(hold->database(), log.identity());
  chain.walk();
  const std::string cut = lacks(hold->database(), log.identity(), anchor);
  if (!cut.empty()) chain.faults.add(cut);
  return chain.faults.take();
}

}  // namespace smsflow
