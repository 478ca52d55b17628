#include "store/event.h"

namespace smsflow {
namespace {

const Columns kRecordColumns = {"workflow", "key", "scope", "seen_at", "posted", "vanished"};
const Columns kStandingColumns = {"workflow", "key", "standing", "scope", "seen_at", "posted"};
const Columns kLookColumns = {"workflow", "scope", "at", "rows", "missing", "digest"};
const Columns kPostedColumns = {"workflow", "key", "id", "handled"};
const Columns kPurgedColumns = {"before"};
const Columns kAccountColumns = {"kind", "account"};
const Columns kAdoptedColumns = {"copied"};
const Columns kDropColumns = {"id", "fired"};
const Columns kRevisionColumns = {"revision", "workflow", "source"};

// The object with one more member, where there is one.
std::string over_at(std::string object, const std::optional<Instant>& at) {
  if (!at) return object;
  object.pop_back();
  object += ",\"over_at\":";
  append_json(object, Cell(to_ms(*at)));
  return object += '}';
}

struct Drafting {
  EventDraft operator()(const InboundRecorded& change) const {
    return {.kind = EventKind::kInbound,
            .conversation = change.conversation,
            .now = full_json(reply_columns(), reply_cells(change)),
            .body = change.message.text,
            .raw = change.raw};
  }
  EventDraft operator()(const ReceiptRecorded& change) const {
    return {.kind = EventKind::kReceipt,
            .intent = change.receipt.intent,
            .now = full_json(receipt_columns(), receipt_cells(change.receipt))};
  }
  EventDraft operator()(const RecordPosted& change) const {
    return {
        .kind = EventKind::kPosted,
        .conversation = change.conversation,
        .now = full_json(kPostedColumns, {change.workflow, change.key, change.id, change.handled}),
        .why = change.reason};
  }
  EventDraft operator()(const RecordSeen& change) const {
    return {.kind = EventKind::kRecord,
            .conversation = change.conversation,
            .now = over_at(
                full_json(kRecordColumns, {change.record.workflow, change.record.key,
                                           change.record.scope, to_ms(change.record.seen_at),
                                           static_cast<std::int64_t>(change.record.posted),
                                           static_cast<std::int64_t>(change.record.vanished)}),
                change.record.over_at)};
  }
  EventDraft operator()(const StandingChanged& change) const {
    return {.kind = EventKind::kStanding,
            .conversation = change.conversation,
            .now = over_at(full_json(kStandingColumns, {change.workflow, change.key,
                                                        static_cast<std::int64_t>(change.standing),
                                                        change.scope, to_ms(change.seen_at),
                                                        static_cast<std::int64_t>(change.posted)}),
                           change.over_at),
            .why = change.reason};
  }
  EventDraft operator()(const LookTaken& change) const {
    return {.kind = EventKind::kLooked,
            .now = full_json(kLookColumns, {change.workflow, change.scope, to_ms(change.at),
                                            change.rows, change.missing, change.digest})};
  }
  EventDraft operator()(const ConversationChanged& change) const {
    return {.kind = EventKind::kConversation,
            .conversation = change.now.id,
            .handoff = change.now.handoff,
            .why = change.reason};
  }
  EventDraft operator()(const ContactChanged& change) const {
    EventDraft draft{.kind = EventKind::kContact, .why = change.reason};
    if (!change.message.empty()) {
      draft.extra = ",\"message\":";
      append_json(draft.extra, std::string_view(change.message));
    }
    return draft;
  }
  EventDraft operator()(const IntentPlanned& change) const {
    return {.kind = EventKind::kPlanned,
            .conversation = change.intent.conversation,
            .intent = change.intent.id};
  }
  EventDraft operator()(const IntentMoved& change) const {
    return {.kind = EventKind::kMoved,
            .conversation = change.now.conversation,
            .intent = change.now.id,
            .why = change.reason};
  }
  EventDraft operator()(const TimerSet& change) const {
    return {.kind = EventKind::kTimerSet,
            .conversation = change.timer.conversation,
            .handoff = change.timer.handoff,
            .now = full_json(timer_columns(), timer_cells(change.timer))};
  }
  EventDraft operator()(const TimerDropped& change) const {
    return {.kind = EventKind::kTimerDropped,
            .now = full_json(kDropColumns, {change.id, static_cast<std::int64_t>(change.fired)})};
  }
  EventDraft operator()(const HandoffChanged& change) const {
    return {.kind = EventKind::kHandoff,
            .conversation = change.now.conversation,
            .handoff = change.now.id,
            .why = change.reason};
  }
  EventDraft operator()(const RevisionKept& change) const {
    return {.kind = EventKind::kRevision,
            .now = full_json(kRevisionColumns, {change.revision, change.workflow, change.source})};
  }
  EventDraft operator()(const LogPurged& change) const {
    return {.kind = EventKind::kPurged, .now = full_json(kPurgedColumns, {to_ms(change.before)})};
  }
  EventDraft operator()(const AccountServed& change) const {
    return {.kind = EventKind::kAccount,
            .now = full_json(kAccountColumns, {change.kind, change.account})};
  }
  EventDraft operator()(const LogAdopted& change) const {
    EventDraft draft{.kind = EventKind::kAdopted};
    if (change.copied) draft.now = full_json(kAdoptedColumns, {to_ms(*change.copied)});
    return draft;
  }
};

}  // namespace

EventDraft draft_of(const Change& change) {
  return std::visit(Drafting{}, change);
}

EventDraft dropped(const IntentMoved& change) {
  EventDraft draft{.kind = EventKind::kMoveDropped,
                   .conversation = change.now.conversation,
                   .intent = change.now.id,
                   .why = change.reason};
  draft.extra = ",\"from\":\"" + std::string(name(change.from)) + "\",\"to\":\"" +
                std::string(name(change.now.state)) + "\"";
  return draft;
}

std::string data_of(const EventDraft& draft) {
  std::string data = "{\"now\":";
  data.reserve(draft.now.size() + draft.why.size() + draft.extra.size() + 24);
  data += draft.now.empty() ? "{}" : draft.now;
  if (!draft.why.empty()) {
    data += ",\"why\":";
    append_json(data, std::string_view(draft.why));
  }
  return data.append(draft.extra).append(1, '}');
}

}  // namespace smsflow
