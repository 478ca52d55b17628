#include "app/receive.h"

#include "app/renamed.h"

#include "text/digest.h"
#include "text/mask.h"

namespace smsflow {
namespace {

void write_all(Transaction& log, Changes changes) {
  for (Change& change : changes) log.write(std::move(change));
}

Contact contact_or_new(Transaction& log, const PhoneNumber& phone) {
  std::optional<Contact> known = log.contact(phone);
  if (known) return *std::move(known);
  return Contact{.phone = phone};
}

std::optional<Intent> intent_of(Transaction& log, const DeliveryReceipt& receipt) {
  if (!receipt.intent.empty()) {
    if (std::optional<Intent> named = log.intent(receipt.intent)) return named;
  }
  if (receipt.provider_id.empty()) return std::nullopt;
  return log.intent_by_provider_id(receipt.provider, receipt.provider_id);
}

}  // namespace

IntentState state_for(DeliveryStatus status) {
  switch (status) {
    case DeliveryStatus::kAccepted:
    case DeliveryStatus::kQueued:
      return IntentState::kAccepted;
    case DeliveryStatus::kSent:
      return IntentState::kSent;
    case DeliveryStatus::kDelivered:
      return IntentState::kDelivered;
    default:
      return IntentState::kUndelivered;
  }
}

Received receive(Transaction& log, Programs& programs, const InboundMessage& message,
                 std::string_view raw, Instant now) {
  // Carriers repeat what was not acknowledged in time: what came before is not decided again.
  if (std::optional<HandledText> known = log.text_handled(message.provider, message.id)) {
    return {.repeat = true,
            .handled = std::move(known->handled),
            .reason = "this text came before",
            .conversation = std::move(known->conversation)};
  }
  const Contact contact = contact_or_new(log, message.from);
  const std::vector<Conversation> conversations = log.conversations_of(message.from);
  const std::vector<EarlierReply> earlier =
      log.replies_since(message.from, message.received_at - kUnread);
  Decision decision = decide(programs.setting(&log), message, contact, conversations, earlier, now);
  auto& inbound = std::get<InboundRecorded>(decision.changes.front());
  if (!raw.empty()) inbound.raw_sha256 = sha256_hex(raw);
  inbound.raw = mask_sensitive(raw);
  std::string conversation = inbound.conversation;
  // Nothing follows from a text that the log has already, whatever was answered above.
  const bool is_new = log.write(decision.changes.front());
  for (std::size_t i = 1; is_new && i < decision.changes.size(); ++i) {
    log.write(decision.changes[i]);
  }
  return {.repeat = !is_new,
          .handled = std::move(decision.handled),
          .reason = std::move(decision.reason),
          .conversation = std::move(conversation)};
}

bool move_intent(Transaction& log, Programs& programs, Intent next, std::string_view reason,
                 Instant now, const Intent* current) {
  std::optional<Intent> read;
  if (!current) {
    read = log.intent(next.id);
    current = read ? &*read : nullptr;
  }
  if (!current || !may_move(current->state, next.state)) return false;
  // Another process posted it again meanwhile. That the first POST was taken is still news;
  // anything else that became of it says nothing of the one under way.
  if (next.attempt < current->attempt) {
    if (!is_taken(next.state)) return false;
    next.attempt = current->attempt;
  }
  next.changed_at = now;
  log.write(IntentMoved{next, current->state, std::string(reason)});
  std::optional<Conversation> conversation;
  if (!next.conversation.empty()) conversation = log.conversation(next.conversation);
  Decision decision =
      decide(programs.setting(&log), next, conversation, contact_or_new(log, next.to), now);
  write_all(log, std::move(decision.changes));
  return true;
}

Received receive(Transaction& log, Programs& programs, const DeliveryReceipt& receipt,
                 Instant now) {
  Received received{.handled = "receipt", .reason = std::string(name(receipt.status))};
  if (!log.write(ReceiptRecorded{receipt})) {
    received.repeat = true;
    return received;
  }
  const std::optional<Intent> intent = intent_of(log, receipt);
  if (!intent) {
    received.reason += ", of a text not known yet";
    return received;
  }
  received.conversation = intent->conversation;
  Intent next = *intent;
  const DeliveryStatus joined = join(next.status, receipt.status);
  const bool settled_before = is_final(next.state) && next.state != IntentState::kExpiredUnknown;
  if (settled_before || (joined == next.status && next.state == state_for(joined))) return received;
  next.status = joined;
  next.state = state_for(joined);
  if (next.provider_id.empty()) next.provider_id = receipt.provider_id;
  if (next.provider.empty()) next.provider = receipt.provider;
  if (!next.accepted_at) next.accepted_at = now;
  if (is_final(joined) && joined != DeliveryStatus::kDelivered) next.error = receipt.error;
  next.detail = receipt.raw_status;
  if (!move_intent(log, programs, std::move(next), "carrier: " + receipt.raw_status, now,
                   &*intent)) {
    received.reason += ", too late to change anything";
  }
  return received;
}

namespace {

// A row that came, by whichever way, beside what the log knows of its matter: each thing is read
// once, when it is asked for.
class TakenRow {
 public:
  TakenRow(Transaction& log, Programs& programs, const RecordSnapshot& read, Instant now)
      : log_(log),
        programs_(programs),
        now_(now),
        id_(conversation_id(read.workflow, read.key)),
        seen_(log.record_seen(read.workflow, read.key)),
        record_(&read) {
    if (read.vanished && !read.phone) fill(read);
  }

  const RecordSnapshot& record() const { return *record_; }
  const std::string& id() const { return id_; }
  const std::optional<Conversation>& conversation();
  // Another workflow has asked about it: see app/renamed.h.
  std::optional<Received> renamed();
  bool makes_event(ExportKind kind, Duration horizon) const;
  // Why it says nothing new, whatever the workflow says, and what stands otherwise all the same;
  // nothing when it is news.
  std::optional<Decision> no_news();
  // What the news changes.
  Decision decide();
  bool was_missing() const { return seen_ && seen_->standing != RecordStanding::kStands; }

 private:
  void fill(const RecordSnapshot& read);
  Decision unchanged() const;

  Transaction& log_;
  Programs& programs_;
  Instant now_;
  std::string id_;
  std::optional<SeenRecord> seen_;
  const RecordSnapshot* record_;
  RecordSnapshot filled_;
  bool looked_up_ = false;
  std::optional<Conversation> conversation_;
};

const std::optional<Conversation>& TakenRow::conversation() {
  if (!looked_up_) conversation_ = log_.conversation(id_);
  looked_up_ = true;
  return conversation_;
}

// Of a deleted row often only the key is told: the rest is what was known of it.
void TakenRow::fill(const RecordSnapshot& read) {
  filled_ = conversation() ? conversation_->record : read;
  filled_.workflow = read.workflow;
  filled_.vanished = true;
  filled_.posted = read.posted;
  filled_.seen_at = read.seen_at;
  filled_.hash = read.hash;
  filled_.scope = read.scope;
  if (!read.version.empty()) {
    filled_.version = read.version;
  } else if (seen_) {
    filled_.version = seen_->version;
  }
  record_ = &filled_;
}

std::optional<Received> TakenRow::renamed() {
  std::string other = programs_.renamed(log_).asked_as(log_, record().workflow, record().key);
  if (other.empty()) return std::nullopt;
  return Received{.repeat = true, .handled = std::string(kRenamed), .reason = std::move(other)};
}

// What stands differently though the content is the same.
Decision TakenRow::unchanged() const {
  Decision same{.handled = "unchanged", .reason = "the record is as it was"};
  const RecordSnapshot& row = record();
  const bool stands = seen_->standing == RecordStanding::kStands && !row.posted &&
                      seen_->scope == row.scope && seen_->over_at == row.over_at;
  if (stands || row.vanished || row.seen_at < seen_->seen_at) return same;
  same.reason = was_missing() ? "seen again" : "seen";
  same.changes.emplace_back(StandingChanged{.workflow = row.workflow,
                                            .key = row.key,
                                            .standing = RecordStanding::kStands,
                                            .scope = row.scope,
                                            .seen_at = row.seen_at,
                                            .over_at = row.over_at,
                                            .posted = row.posted || seen_->posted,
                                            .reason = same.reason,
                                            .conversation = id_});
  return same;
}

std::optional<Decision> TakenRow::no_news() {
  if (!seen_) return std::nullopt;
  const RecordSnapshot& row = record();
  const auto ignored = [](std::string_view reason) {
    return Decision{.handled = "ignored", .reason = std::string(reason)};
  };
  const bool was_gone = seen_->standing == RecordStanding::kGone;
  const bool same = seen_->hash == row.hash && was_gone == row.vanished;
  if (seen_->hash.empty() && !row.vanished) {
    // Erased: a table that still has the row must not begin the conversation anew.
    if (row.at && *row.at > now_) return std::nullopt;
    return ignored(kErased);
  }
  if (is_older_version(row.version, seen_->version)) return ignored(kOlderVersion);
  if (!same && row.seen_at < seen_->seen_at) return ignored(kSeenSince);
  if (!same || is_older_version(seen_->version, row.version)) return std::nullopt;
  // The same row may meet a condition over `now` later than it came.
  if (row.eligible && !seen_->eligible && !conversation()) return std::nullopt;
  return unchanged();
}

Decision TakenRow::decide() {
  std::optional<PhoneNumber> phone = record().phone;
  if (!phone && conversation()) phone = conversation_->record.phone;
  if (!phone) {
    return {.changes = {RecordSeen{record(), {}}},
            .handled = "void",
            .reason = "deleted; nothing was planned about it"};
  }
  std::vector<Intent> texts;
  if (conversation()) texts = log_.intents_of(id_);
  return smsflow::decide(programs_.setting(&log_), record(), conversation_, texts,
                         contact_or_new(log_, *phone), now_);
}

// Whether a row that the log knows nothing of makes an event: one that begins a conversation does,
// and one that does not when an older row may come after it, which only a version tells. A table
// that is read again and again shows old rows but of what was told by other ways: there rows whose
// matter is over, or that have no moment, are too many to be kept.
bool TakenRow::makes_event(ExportKind kind, Duration horizon) const {
  if (seen_ && !seen_->hash.empty()) return true;
  const RecordSnapshot& row = record();
  const bool is_told_once = kind == ExportKind::kChanges;  // it may never be seen again
  const bool passed = row.expires && now_ >= *row.expires;
  const bool near = is_told_once || !row.at || *row.at - now_ <= horizon;
  const bool meets = !row.vanished && row.eligible && row.begins;
  if (meets && !passed && near) return true;
  const bool ahead = !row.eligible && row.over_at && *row.over_at > now_;
  return !row.version.empty() && (is_told_once || row.vanished || ahead);
}

}  // namespace

Received receive(Transaction& log, Programs& programs, const RecordSnapshot& read, Duration horizon,
                 Instant now) {
  TakenRow row(log, programs, read, now);
  if (std::optional<Received> renamed = row.renamed()) return *std::move(renamed);
  const Workflow* workflow = programs.find(read.workflow);
  const ExportKind kind = workflow ? workflow->record.export_kind : ExportKind::kSnapshot;
  std::optional<Decision> nothing = row.no_news();
  if (!nothing && !row.makes_event(kind, horizon)) {
    return {.handled = "not_yet", .reason = "no event: nothing to plan", .conversation = row.id()};
  }
  Decision decision = nothing ? *std::move(nothing) : row.decide();
  const bool is_news = !decision.changes.empty();
  write_all(log, std::move(decision.changes));
  const bool returned = decision.handled == "unchanged" && row.was_missing() && is_news;
  return {.repeat = !is_news,
          .handled = returned ? "returned" : std::move(decision.handled),
          .reason = std::move(decision.reason),
          .conversation = row.id()};
}

Received receive(Transaction& log, Programs& programs, const PostedRecord& posted, Instant now) {
  TakenRow row(log, programs, posted.record, now);
  if (std::optional<Received> renamed = row.renamed()) return *std::move(renamed);
  std::optional<Decision> nothing = row.no_news();
  Decision decision = nothing ? *std::move(nothing) : row.decide();
  // The event itself is news, and is kept, whatever it changes.
  Received received{.handled = decision.handled, .reason = decision.reason};
  if (received.handled == "planned" || row.conversation()) received.conversation = row.id();
  const bool is_new =
      log.write(RecordPosted{row.record().workflow, row.record().key, posted.id, received.handled,
                             received.reason, received.conversation});
  if (!is_new) return {.repeat = true, .handled = "repeat", .reason = "this event came before"};
  write_all(log, std::move(decision.changes));
  return received;
}

Received receive(Transaction& log, Programs& programs, const Timer& timer, Instant now) {
  std::optional<Conversation> conversation;
  std::optional<Handoff> handoff;
  if (!timer.handoff.empty()) handoff = log.handoff(timer.handoff);
  std::string id = timer.conversation;
  if (id.empty() && handoff) id = handoff->conversation;
  if (!id.empty()) conversation = log.conversation(id);
  if (!handoff && conversation && !conversation->handoff.empty()) {
    handoff = log.handoff(conversation->handoff);
  }
  std::optional<PhoneNumber> phone;
  if (conversation) phone = conversation->record.phone;
  if (handoff) phone = handoff->contact;
  if (!phone) {
    log.write(TimerDropped{timer.id, true});
    return {.handled = "stale", .reason = "nobody left to tell"};
  }
  Decision decision = decide(programs.setting(&log), timer, conversation, handoff,
                             contact_or_new(log, *phone), now);
  write_all(log, std::move(decision.changes));
  return {.handled = decision.handled, .reason = decision.reason, .conversation = id};
}

Received receive(Transaction& log, Programs& programs, const AgentAction& action,
                 std::string_view handoff_id, Instant now) {
  const std::optional<Handoff> handoff = log.handoff(handoff_id);
  if (!handoff) return {.handled = "ignored", .reason = "no such hand-off"};
  if (handoff->status == HandoffStatus::kResolved) {
    return {.repeat = true, .handled = "ignored", .reason = "resolved already"};
  }
  std::optional<Conversation> conversation;
  if (!handoff->conversation.empty()) conversation = log.conversation(handoff->conversation);
  Decision decision = decide(programs.setting(&log), action, *handoff, conversation,
                             contact_or_new(log, handoff->contact), now);
  write_all(log, std::move(decision.changes));
  return {.handled = decision.handled,
          .reason = decision.reason,
          .conversation = handoff->conversation};
}

}  // namespace smsflow
