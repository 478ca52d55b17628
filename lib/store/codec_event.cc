#include "store/event.h"
#include "store/fields.h"

namespace smsflow {
namespace {

struct Drafting {
  EventDraft operator()(const InboundRecorded& change) const {
    return {.kind = EventKind::kInbound,
            .conversation = change.conversation,
            .now = now_of(change),
            .body = change.message.text,
            .raw = change.raw};
  }
  EventDraft operator()(const ReceiptRecorded& change) const {
    return {.kind = EventKind::kReceipt,
            .intent = change.receipt.intent,
            .now = now_of(change.receipt)};
  }
  EventDraft operator()(const RecordPosted& change) const {
    return {.kind = EventKind::kPosted,
            .conversation = change.conversation,
            .now = now_of(change),
            .why = change.reason};
  }
  EventDraft operator()(const RecordSeen& change) const {
    return {.kind = EventKind::kRecord, .conversation = change.conversation, .now = now_of(change)};
  }
  EventDraft operator()(const StandingChanged& change) const {
    return {.kind = EventKind::kStanding,
            .conversation = change.conversation,
            .now = now_of(change),
            .why = change.reason};
  }
  EventDraft operator()(const LookTaken& change) const {
    return {.kind = EventKind::kLooked, .now = now_of(change)};
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
            .now = now_of(change.timer)};
  }
  EventDraft operator()(const TimerDropped& change) const {
    return {.kind = EventKind::kTimerDropped, .now = now_of(change)};
  }
  EventDraft operator()(const HandoffChanged& change) const {
    return {.kind = EventKind::kHandoff,
            .conversation = change.now.conversation,
            .handoff = change.now.id,
            .why = change.reason};
  }
  EventDraft operator()(const RevisionKept& change) const {
    return {.kind = EventKind::kRevision, .now = now_of(change)};
  }
  EventDraft operator()(const LogPurged& change) const {
    return {.kind = EventKind::kPurged, .now = now_of(change)};
  }
  EventDraft operator()(const AccountServed& change) const {
    return {.kind = EventKind::kAccount, .now = now_of(change)};
  }
  EventDraft operator()(const LogAdopted& change) const {
    return {.kind = EventKind::kAdopted, .now = now_of(change)};
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
