// The chain of batches, recomputed. Its faults are edits, deletions, insertions and reorderings by
// other hands; the anchor tells of a cut end.
#include <fmt/format.h>

#include <map>

#include "store/audit.h"
#include "store/event_reader.h"
#include "store/faults.h"
#include "store/hold.h"
#include "text/digest.h"

namespace smsflow {
namespace {

class Chain {
 public:
  Chain(Database& database, const Identity& identity)
      : database_(database), identity_(identity), events_(database), more_(events_.next()) {
    purged_before_ =
        database
            .number("SELECT max(json_extract(data, '$.now.before')) FROM event WHERE kind = ?",
                    static_cast<std::int64_t>(EventKind::kPurged))
            .value_or(INT64_MIN);
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
      check(batch, std::string(batches.blob(5)));
    }
    if (more_) faults.add(fmt::format("event {} is in no batch", events_.event().stored.event.id));
    count_side_rows();
    check_contacts();
  }

  Faults faults;

 private:
  void check(const Batch& batch, const std::string& hash);
  void check(const ReadEvent& read);
  void check_personal(const ReadEvent& read);
  void count_side_rows();
  void check_contacts();
  void expect(std::string_view table, std::int64_t count);

  Database& database_;
  const Identity& identity_;
  EventReader events_;
  bool more_;
  std::int64_t purged_before_ = 0;
  std::int64_t next_batch_ = 1;
  std::int64_t next_event_ = 1;
  std::map<std::string, std::string> previous_;  // by writer
  std::int64_t keys_ = 0;
  std::int64_t messages_ = 0;
  std::int64_t records_ = 0;
  std::int64_t texts_ = 0;
};

void Chain::check(const Batch& batch, const std::string& hash) {
  if (batch.id != next_batch_) {
    faults.add(fmt::format("batch {} is missing before batch {}", next_batch_, batch.id));
  }
  if (batch.first != next_event_ || batch.last < batch.first) {
    faults.add(fmt::format("batch {} does not begin at event {}", batch.id, next_event_));
  }
  std::string canonical;
  for (; more_ && events_.event().stored.event.id <= batch.last; more_ = events_.next()) {
    const ReadEvent& read = events_.event();
    append_canonical(canonical, read.stored.event);
    check(read);
  }
  const std::string genesis(bytes_of(genesis_hash(identity_.log_id)));
  std::string& previous = previous_.try_emplace(batch.writer, genesis).first->second;
  if (hash != bytes_of(batch_hash(batch, previous, canonical))) {
    faults.add(fmt::format("batch {} (events {} to {}, writer {}) is not what was written",
                           batch.id, batch.first, batch.last, batch.writer));
  }
  previous = hash;
  next_batch_ = batch.id + 1;
  next_event_ = batch.last + 1;
}

void Chain::check(const ReadEvent& read) {
  const Event& event = read.stored.event;
  if (!event.key.empty()) {
    ++keys_;
    if (read.keyed_event != event.id) {
      faults.add(fmt::format("the key of event {} is lost: it could come again", event.id));
    }
  }
  if (event.contact != 0 && !read.has_contact) {
    faults.add(fmt::format("event {} is of contact {}, who is gone", event.id, event.contact));
  } else if (event.side != 0 && (!read.has_side || read.side_contact != event.contact)) {
    faults.add(fmt::format("the personal part of event {} is gone or another's", event.id));
  } else {
    check_personal(read);
  }
  if (event.side != event.id) return;
  messages_ += event.kind == EventKind::kInbound;
  records_ += event.kind == EventKind::kRecord || event.kind == EventKind::kConversation;
  texts_ += event.kind == EventKind::kPlanned || event.kind == EventKind::kMoved;
}

void Chain::check_personal(const ReadEvent& read) {
  const Event& event = read.stored.event;
  // Without a salt there is nothing to compare with: now, then, or when it was written.
  const bool unsalted = event.contact != 0 && (read.salt.empty() || event.personal.empty() ||
                                               event.id <= read.erased_through);
  const bool brought = event.side == event.id;
  const bool purged = brought && !read.has_body && event.at_ms < purged_before_;
  if (unsalted || purged || (event.contact == 0 && !brought)) return;
  const std::string_view salt = event.contact == 0 ? identity_.number_key : read.salt;
  const std::string& phone = read.stored.phone;
  const Sha256 hash = brought ? personal_hash(salt, phone, read.stored.body, read.stored.raw)
                              : personal_hash(salt, phone, {}, {});
  if (event.personal != bytes_of(hash) || (brought && !read.has_body)) {
    faults.add(fmt::format("the personal part of event {} is not what was written", event.id));
  }
}

void Chain::expect(std::string_view table, std::int64_t count) {
  const std::int64_t found =
      database_.number(fmt::format("SELECT count(*) FROM {}", table)).value_or(0);
  if (found == count) return;
  faults.add(fmt::format("{} has {} rows where its events speak of {}", table, found, count));
}

void Chain::count_side_rows() {
  expect("event_key", keys_);
  expect("message", messages_);
  expect("record", records_);
  expect("outbox_text", texts_);
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
  const std::int64_t known = database_.number("SELECT max(contact) FROM event").value_or(0);
  if (next != known + 1) {
    faults.add(fmt::format("{} contacts are there, the events speak of {}", next - 1, known));
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
