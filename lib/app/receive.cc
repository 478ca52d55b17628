#include "app/receive.h"

#include "app/renamed.h"

#include "text/digest.h"
#include "text/mask.h"

namespace smsflow {
namespace {

void write_all(Transaction& log, const Changes& changes) {
  for (const Change& change : changes) log.write(change);
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
  const Setting setting = programs.setting(&log);
  const Contact contact = contact_or_new(log, message.from);
  const std::vector<Conversation> conversations = log.conversations_of(message.from);
  const std::vector<EarlierReply> earlier =
      log.replies_since(message.from, message.received_at - kUnread);
  Decision decision = decide(setting, message, contact, conversations, earlier, now);
  Received received{.handled = decision.handled, .reason = decision.reason};
  for (Change& change : decision.changes) {
    auto* inbound = std::get_if<InboundRecorded>(&change);
    if (inbound) {
      received.conversation = inbound->conversation;
      if (!raw.empty()) inbound->raw_sha256 = sha256_hex(raw);
      inbound->raw = mask_sensitive(raw);
    }
    if (!log.write(change) && inbound) {
      received.repeat = true;
      return received;
    }
  }
  return received;
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
  const Decision decision =
      decide(programs.setting(&log), next, conversation, contact_or_new(log, next.to), now);
  write_all(log, decision.changes);
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

// Why a record changes nothing, whatever the workflow says; nothing when it may.
std::optional<Received> no_news(Transaction& log, const RecordSnapshot& record,
                                const std::optional<SeenRecord>& known, Instant now) {
  if (!known) return std::nullopt;
  const auto ignored = [](std::string reason) {
    return Received{.repeat = true, .handled = "ignored", .reason = std::move(reason)};
  };
  const bool was_gone = known->standing == RecordStanding::kGone;
  const bool same = known->hash == record.hash && was_gone == record.vanished;
  if (known->hash.empty() && !record.vanished) {
    // Erased: a table that still has the row must not begin the conversation anew.
    if (record.at && *record.at > now) return std::nullopt;
    return ignored("erased, and long over");
  }
  if (is_older_version(record.version, known->version)) return ignored("older than what is known");
  if (!same && record.seen_at < known->seen_at) return ignored("older than what was seen since");
  if (!same || is_older_version(known->version, record.version)) return std::nullopt;
  // The same row may meet a condition over `now` later than it came.
  const bool awaited = record.eligible && !known->eligible &&
                       !log.conversation(conversation_id(record.workflow, record.key));
  if (awaited) return std::nullopt;
  return Received{.repeat = true, .handled = "unchanged", .reason = "the record is as it was"};
}

// What stands differently though the content is the same; nothing when all is as it was.
std::optional<StandingChanged> stands_anew(const RecordSnapshot& record, const SeenRecord& known) {
  if (record.vanished || record.seen_at < known.seen_at) return std::nullopt;
  const bool missed = known.standing != RecordStanding::kStands;
  const bool same =
      !missed && !record.posted && known.scope == record.scope && known.over_at == record.over_at;
  if (same) return std::nullopt;
  return StandingChanged{.workflow = record.workflow,
                         .key = record.key,
                         .standing = RecordStanding::kStands,
                         .scope = record.scope,
                         .seen_at = record.seen_at,
                         .over_at = record.over_at,
                         .posted = record.posted || known.posted,
                         .reason = missed ? "seen again" : "seen",
                         .conversation = conversation_id(record.workflow, record.key)};
}

// Of a deleted row often only the key is told: the rest is what was known of it.
RecordSnapshot whole(Transaction& log, const RecordSnapshot& record,
                     const std::optional<SeenRecord>& seen) {
  if (!record.vanished || record.phone) return record;
  const auto known = log.conversation(conversation_id(record.workflow, record.key));
  RecordSnapshot last = known ? known->record : record;
  last.workflow = record.workflow;
  last.vanished = true;
  last.posted = record.posted;
  last.seen_at = record.seen_at;
  last.hash = record.hash;
  last.scope = record.scope;
  if (!record.version.empty()) {
    last.version = record.version;
  } else if (seen) {
    last.version = seen->version;
  }
  return last;
}

Decision decide_record(Transaction& log, Programs& programs, const RecordSnapshot& record,
                       Instant now) {
  const std::optional<Conversation> conversation =
      log.conversation(conversation_id(record.workflow, record.key));
  std::vector<Intent> texts;
  if (conversation) texts = log.intents_of(conversation->id);
  std::optional<PhoneNumber> phone = record.phone;
  if (!phone && conversation) phone = conversation->record.phone;
  if (!phone) {
    return {.changes = {RecordSeen{record, {}}},
            .handled = "void",
            .reason = "deleted; nothing was planned about it"};
  }
  return decide(programs.setting(&log), record, conversation, texts, contact_or_new(log, *phone),
                now);
}

// Whether a row that the log knows nothing of makes an event: one that begins a conversation does,
// and one that does not when an older row may come after it, which only a version tells. A table
// that is read again and again shows old rows but of what was told by other ways: there rows whose
// matter is over, or that have no moment, are too many to be kept.
bool makes_event(const RecordSnapshot& record, ExportKind kind, Duration horizon, Instant now) {
  const bool is_told_once = kind == ExportKind::kChanges;  // it may never be seen again
  const bool passed = record.expires && now >= *record.expires;
  const bool near = is_told_once || !record.at || *record.at - now <= horizon;
  const bool meets = !record.vanished && record.eligible && record.begins;
  if (meets && !passed && near) return true;
  const bool ahead = !record.eligible && record.over_at && *record.over_at > now;
  return !record.version.empty() && (is_told_once || record.vanished || ahead);
}

}  // namespace

Received receive(Transaction& log, Programs& programs, const RecordSnapshot& read, Duration horizon,
                 Instant now) {
  const std::optional<SeenRecord> known = log.record_seen(read.workflow, read.key);
  if (std::optional<Received> nothing = no_news(log, read, known, now)) {
    const bool was_missing = known->standing != RecordStanding::kStands;
    const auto stands = nothing->handled == "unchanged" ? stands_anew(read, *known) : std::nullopt;
    if (!stands) return *std::move(nothing);
    log.write(*stands);
    return {.handled = was_missing ? "returned" : "unchanged", .reason = stands->reason};
  }
  const RecordSnapshot record = whole(log, read, known);
  if (const std::string other = programs.renamed(log).asked_as(log, record.workflow, record.key);
      !other.empty()) {
    return {.repeat = true, .handled = std::string(kRenamed), .reason = other};
  }
  if (!known || known->hash.empty()) {
    const Workflow* workflow = programs.find(record.workflow);
    const ExportKind kind = workflow ? workflow->record.export_kind : ExportKind::kSnapshot;
    if (!makes_event(record, kind, horizon, now)) {
      return {.handled = "not_yet", .reason = "no event: nothing to plan"};
    }
  }
  const Decision decision = decide_record(log, programs, record, now);
  write_all(log, decision.changes);
  return {.handled = decision.handled,
          .reason = decision.reason,
          .conversation = conversation_id(record.workflow, record.key)};
}

Received receive(Transaction& log, Programs& programs, const PostedRecord& posted, Instant now) {
  const std::optional<SeenRecord> known =
      log.record_seen(posted.record.workflow, posted.record.key);
  const RecordSnapshot record = whole(log, posted.record, known);
  if (const std::string other = programs.renamed(log).asked_as(log, record.workflow, record.key);
      !other.empty()) {
    return {.repeat = true, .handled = std::string(kRenamed), .reason = other};
  }
  Decision decision;
  Received received;
  if (std::optional<Received> nothing = no_news(log, record, known, now)) {
    received = *std::move(nothing);
    received.repeat = false;  // the event itself is news, and is kept
    if (received.handled == "unchanged") {
      if (auto stands = stands_anew(record, *known)) decision.changes.emplace_back(*stands);
    }
  } else {
    decision = decide_record(log, programs, record, now);
    received = {.handled = decision.handled, .reason = decision.reason};
  }
  const std::string id = conversation_id(record.workflow, record.key);
  const bool has_conversation = received.handled == "planned" || log.conversation(id);
  if (has_conversation) received.conversation = id;
  const bool is_new =
      log.write(RecordPosted{record.workflow, record.key, posted.id, received.handled,
                             received.reason, received.conversation});
  if (!is_new) return {.repeat = true, .handled = "repeat", .reason = "this event came before"};
  write_all(log, decision.changes);
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
  const Decision decision = decide(programs.setting(&log), timer, conversation, handoff,
                                   contact_or_new(log, *phone), now);
  write_all(log, decision.changes);
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
  const Decision decision = decide(programs.setting(&log), action, *handoff, conversation,
                                   contact_or_new(log, handoff->contact), now);
  write_all(log, decision.changes);
  return {.handled = decision.handled,
          .reason = decision.reason,
          .conversation = handoff->conversation};
}

}  // namespace smsflow
