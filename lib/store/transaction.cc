#include "store/hold.h"
#include "store/project.h"

#include "text/digest.h"

namespace smsflow {
namespace {

// NULL for what is not there.
Cell id_or_null(std::int64_t id) {
  return id == 0 ? Cell() : Cell(id);
}

Cell bytes_or_null(const std::string& bytes) {
  return bytes.empty() ? Cell() : Cell(Bytes{bytes});
}

}  // namespace

struct Writing {
  Writing(Hold& hold, Instant now);
  ~Writing();

  bool write(const Change& change);
  void commit();

  bool is_empty() const { return batch_.last < batch_.first; }
  void append(const EventDraft& draft, const std::string& key);
  void append_side(const EventDraft& draft);
  std::string personal_of(const EventDraft& draft) const;

  Hold& hold_;
  OpenLog& log_;
  Database& database_;
  Tables& tables_;
  Batch batch_;
  std::string previous_;   // hash of the writer's previous batch
  std::string canonical_;  // bytes of this batch's events
  bool failed_ = false;
  bool done_ = false;
};

Writing::Writing(Hold& hold, Instant now)
    : hold_(hold), log_(hold.log), database_(hold.database()), tables_(hold.tables()) {
  const LogEnd& end = hold.connection->end_for(log_.options().writer, log_.identity());
  batch_ = {.id = end.batch + 1,
            .at_ms = to_ms(now),
            .writer = log_.options().writer,
            .first = end.event + 1,
            .last = end.event};
  previous_ = end.hash;
}

// Who wrote nothing leaves all as it was.
Writing::~Writing() {
  if (is_empty() && !failed_) hold_.keeps = true;
}

Transaction::Transaction(std::unique_ptr<Hold> hold, Instant now)
    : ReadTransaction(std::move(hold)), writing_(std::make_unique<Writing>(*hold_, now)) {}

Transaction::Transaction(std::unique_ptr<Hold> hold) : ReadTransaction(std::move(hold)) {}

Transaction::~Transaction() = default;

bool Transaction::write(const Change& change) {
  hold_->log.require_usable();
  try {
    return writing_->write(change);
  } catch (...) {
    writing_->failed_ = true;
    throw;
  }
}

Instant Transaction::at() const {
  return from_ms(writing_->batch_.at_ms);
}

void Transaction::commit() {
  writing_->commit();
}

bool Writing::write(const Change& change) {
  const std::string key = event_key(change);
  const std::int64_t event = batch_.last + 1;
  if (!key.empty() &&
      database_.run("INSERT INTO event_key (key, event) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    Blob{key}, event) == 0) {
    return false;
  }
  const Admission admission = admit(change, tables_);
  if (admission == Admission::kNothing) return false;
  if (admission == Admission::kDropped) {
    append(dropped(std::get<IntentMoved>(change)), key);
    return false;
  }
  EventDraft draft = draft_of(change);
  tables_.open_event(event, log_.options().source, draft);
  project(change, tables_);
  append(draft, key);
  return true;
}

std::string Writing::personal_of(const EventDraft& draft) const {
  const ContactSide* const who = draft.who;
  if (who == nullptr && draft.side != batch_.last) return {};
  if (who != nullptr && draft.side != batch_.last) return who->alone;
  // Without a contact the log's own key must do: there is no one to be erased.
  const std::string_view salt = who == nullptr ? log_.identity().number_key : who->salt;
  const std::string_view phone = who == nullptr ? std::string_view() : who->phone;
  return std::string(bytes_of(personal_hash(salt, phone, draft.body, draft.raw)));
}

void Writing::append(const EventDraft& draft, const std::string& key) {
  ++batch_.last;
  const Event event{.id = batch_.last,
                    .at_ms = batch_.at_ms,
                    .source = static_cast<std::int64_t>(log_.options().source),
                    .kind = draft.kind,
                    .conversation = draft.conversation,
                    .contact = draft.contact,
                    .intent = draft.intent,
                    .handoff = draft.handoff,
                    .key = key,
                    .side = draft.side,
                    .personal = personal_of(draft),
                    .data = data_of(draft)};
  append_canonical(canonical_, event,
                   draft.who == nullptr ? std::string_view() : draft.who->number);
  tables_.add(
      Plain::kEvent,
      {event.id, event.at_ms, event.source, static_cast<std::int64_t>(event.kind),
       event.conversation, event.intent, event.handoff, event.data, id_or_null(event.contact),
       bytes_or_null(event.key), id_or_null(event.side), bytes_or_null(event.personal)});
  if (draft.side == event.id) append_side(draft);
}

void Writing::append_side(const EventDraft& draft) {
  switch (draft.kind) {
    case EventKind::kInbound:
      return tables_.add(Plain::kMessage, {draft.side, draft.contact, draft.body, draft.raw});
    case EventKind::kPlanned:
    case EventKind::kMoved:
      return tables_.add(Plain::kOutboxText, {draft.side, draft.intent, draft.contact, draft.body});
    default:
      tables_.add(Plain::kRecord,
                  {draft.side, draft.conversation, id_or_null(draft.contact), draft.body});
  }
}

void Writing::commit() {
  log_.require_usable();
  if (failed_ || done_) {
    throw Error(ErrorKind::kOutside, "a transaction in which a write failed is not committed");
  }
  if (is_empty()) {  // nothing happened
    database_.run("ROLLBACK");
    done_ = true;
    return;
  }
  log_.require_in_place();
  failed_ = true;  // unless all of it can be written
  tables_.write_pending();
  failed_ = false;
  const Sha256 hash = batch_hash(batch_, previous_, canonical_);
  database_.run("INSERT INTO batch (id, at, writer, first, last, hash) VALUES (?, ?, ?, ?, ?, ?)",
                batch_.id, batch_.at_ms, batch_.writer, batch_.first, batch_.last,
                Blob{bytes_of(hash)});
  try {
    database_.run("COMMIT");
  } catch (const std::exception& error) {
    // It may be on disk all the same, and come back when the log is opened again.
    const std::string message =
        std::string("it is unknown whether the commit reached the disk: ") + error.what();
    log_.break_off(message);
    throw Error(ErrorKind::kOutside, message, {}, "run again: what is in the log then counts");
  }
  done_ = true;
  tables_.end_transaction();
  hold_.connection->end = {batch_.last, batch_.id, std::string(bytes_of(hash))};
  hold_.keeps = true;
  log_.committed(batch_.id, to_hex(hash));
}

}  // namespace smsflow
