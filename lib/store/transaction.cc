#include "store/hold.h"
#include "store/project.h"

#include "text/digest.h"

namespace smsflow {
namespace {

// NULL for what is not there.
void bind_optional(Query& query, int at, std::int64_t id) {
  if (id == 0) {
    query.bind(at, nullptr);
  } else {
    query.bind(at, id);
  }
}

void bind_optional(Query& query, int at, const std::string& bytes) {
  if (bytes.empty()) {
    query.bind(at, nullptr);
  } else {
    query.bind(at, Blob{bytes});
  }
}

}  // namespace

struct Writing {
  Writing(Hold& hold, Instant now);

  bool write(const Change& change);
  void commit();

  void append(const EventDraft& draft, const std::string& key);
  void append_side(const EventDraft& draft);
  std::string personal_of(const EventDraft& draft, const ContactSide* side) const;

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
    : log_(hold.log), database_(hold.database()), tables_(hold.tables()) {
  batch_ = {.id = database_.number("SELECT max(id) FROM batch").value_or(0) + 1,
            .at_ms = to_ms(now),
            .writer = log_.options().writer,
            .first = database_.number("SELECT max(id) FROM event").value_or(0) + 1};
  batch_.last = batch_.first - 1;
  Query last = database_.query("SELECT hash FROM batch WHERE writer = ? ORDER BY id DESC LIMIT 1",
                               batch_.writer);
  previous_ = last.step() ? std::string(last.blob(0))
                          : std::string(bytes_of(genesis_hash(log_.identity().log_id)));
}

Transaction::Transaction(std::unique_ptr<Hold> hold, Instant now)
    : ReadTransaction(std::move(hold)), writing_(std::make_unique<Writing>(*hold_, now)) {}

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

std::string Writing::personal_of(const EventDraft& draft, const ContactSide* side) const {
  if (side == nullptr && draft.side != batch_.last) return {};
  if (side != nullptr && draft.side != batch_.last) return side->alone;
  // Without a contact the log's own key must do: there is no one to be erased.
  const std::string_view salt = side == nullptr ? log_.identity().number_key : side->salt;
  const std::string_view phone = side == nullptr ? std::string_view() : side->phone;
  return std::string(bytes_of(personal_hash(salt, phone, draft.body, draft.raw)));
}

void Writing::append(const EventDraft& draft, const std::string& key) {
  ++batch_.last;
  const ContactSide* const side =
      draft.contact == 0 ? nullptr : tables_.contacts().by_id(draft.contact);
  const Event event{.id = batch_.last,
                    .at_ms = batch_.at_ms,
                    .source = static_cast<std::int64_t>(log_.options().source),
                    .kind = draft.kind,
                    .conversation = draft.conversation,
                    .contact = draft.contact,
                    .number = side == nullptr ? std::string() : side->number,
                    .intent = draft.intent,
                    .handoff = draft.handoff,
                    .key = key,
                    .side = draft.side,
                    .personal = personal_of(draft, side),
                    .data = data_of(draft)};
  append_canonical(canonical_, event);
  Query query = database_.query(
      "INSERT INTO event (id, at, source, kind, conversation, intent, handoff, data, contact, key, "
      "side, personal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      event.id, event.at_ms, event.source, static_cast<std::int64_t>(event.kind),
      event.conversation, event.intent, event.handoff, event.data);
  bind_optional(query, 9, event.contact);
  bind_optional(query, 10, event.key);
  bind_optional(query, 11, event.side);
  bind_optional(query, 12, event.personal);
  query.step();
  if (draft.side == event.id) append_side(draft);
}

void Writing::append_side(const EventDraft& draft) {
  switch (draft.kind) {
    case EventKind::kInbound:
      database_.run("INSERT INTO message (id, contact, body, raw) VALUES (?, ?, ?, ?)", draft.side,
                    draft.contact, draft.body, draft.raw);
      return;
    case EventKind::kPlanned:
    case EventKind::kMoved:
      database_.run("INSERT INTO outbox_text (id, intent, contact, body) VALUES (?, ?, ?, ?)",
                    draft.side, draft.intent, draft.contact, draft.body);
      return;
    default: {
      Query query = database_.query(
          "INSERT INTO record (id, conversation, body, contact) VALUES (?, ?, ?, ?)", draft.side,
          draft.conversation, draft.body);
      bind_optional(query, 4, draft.contact);
      query.step();
    }
  }
}

void Writing::commit() {
  log_.require_usable();
  if (failed_ || done_) {
    throw Error(ErrorKind::kOutside, "a transaction in which a write failed is not committed");
  }
  if (batch_.last < batch_.first) {  // nothing happened
    database_.run("ROLLBACK");
    done_ = true;
    return;
  }
  log_.require_in_place();
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
  log_.committed(batch_.id, to_hex(hash));
}

}  // namespace smsflow
