#include "store/project.h"

#include <type_traits>

#include "store/tables.h"
#include "text/digest.h"

namespace smsflow {
namespace {

struct Admit {
  Tables& tables;

  Admission operator()(const IntentPlanned& change) {
    return tables.state_of(change.intent.id) ? Admission::kNothing : Admission::kEvent;
  }
  Admission operator()(const IntentMoved& change) {
    const std::optional<IntentState> state = tables.state_of(change.now.id);
    const bool legal = state == change.from && may_move(change.from, change.now.state);
    return legal ? Admission::kEvent : Admission::kDropped;
  }
  Admission operator()(const TimerDropped& change) {
    return tables.has_timer(change.id) ? Admission::kEvent : Admission::kNothing;
  }
  Admission operator()(const RevisionKept& change) {
    return tables.has_revision(change.revision) ? Admission::kNothing : Admission::kEvent;
  }
  Admission operator()(const StandingChanged& change) {
    return tables.has_record(change.workflow, change.key) ? Admission::kEvent : Admission::kNothing;
  }
  Admission operator()(const AccountServed& change) {
    return tables.has_account(change) ? Admission::kNothing : Admission::kEvent;
  }
  template <typename Other>
  Admission operator()(const Other&) {
    return Admission::kEvent;
  }
};

struct Fold {
  Tables& tables;

  void operator()(const InboundRecorded& change) { tables.put(change); }
  void operator()(const ReceiptRecorded& change) {
    const DeliveryReceipt& receipt = change.receipt;
    const bool known = tables.state_of(receipt.intent).has_value() ||
                       !tables.intent_named(receipt.provider, receipt.provider_id).empty();
    if (!known) tables.put(receipt);
  }
  void operator()(const RecordPosted&) {}
  void operator()(const LogPurged&) {}
  void operator()(const RecordSeen& change) { tables.put(change); }
  void operator()(const ConversationChanged& change) { tables.put(change.now); }
  void operator()(const ContactChanged& change) { tables.put(change.now); }
  void operator()(const IntentPlanned& change) { tables.put(change.intent); }
  void operator()(const IntentMoved& change) { tables.put(change.now); }
  void operator()(const TimerSet& change) { tables.put(change.timer); }
  void operator()(const TimerDropped& change) { tables.drop_timer(change.id); }
  void operator()(const HandoffChanged& change) { tables.put(change.now); }
  void operator()(const RevisionKept& change) { tables.put(change); }
  void operator()(const StandingChanged& change) { tables.put(change); }
  void operator()(const LookTaken& change) { tables.put(change); }
  void operator()(const AccountServed& change) { tables.put(change); }
  void operator()(const LogAdopted& change) { tables.put(change); }
};

constexpr std::size_t kKeyBytes = 16;

std::string hashed_key(char kind, std::string_view provider, std::string_view key) {
  std::string joined(1, kind);
  joined.append(provider).append(1, '\x1f').append(key);
  const Sha256 digest = sha256(joined);
  return {reinterpret_cast<const char*>(digest.data()), kKeyBytes};
}

}  // namespace

Admission admit(const Change& change, Tables& tables) {
  return std::visit(Admit{tables}, change);
}

void project(const Change& change, Tables& tables) {
  std::visit(Fold{tables}, change);
}

std::string message_key(std::string_view provider, std::string_view id) {
  return hashed_key('m', provider, id);
}

std::string event_key(const Change& change) {
  // Messages and receipts are told apart, should a carrier give both the same id.
  if (const auto* inbound = std::get_if<InboundRecorded>(&change)) {
    return message_key(inbound->message.provider, inbound->message.id);
  }
  if (const auto* heard = std::get_if<ReceiptRecorded>(&change)) {
    return hashed_key('r', heard->receipt.provider, heard->receipt.event_key);
  }
  if (const auto* posted = std::get_if<RecordPosted>(&change)) {
    return hashed_key('e', posted->workflow, posted->id);
  }
  return {};
}

std::optional<Instant> left_at(const Intent& intent) {
  switch (intent.state) {
    case IntentState::kPosting:
    case IntentState::kAccepted:
    case IntentState::kSent:
    case IntentState::kDelivered:
    case IntentState::kUndelivered:
    case IntentState::kUnknown:
    case IntentState::kExpiredUnknown:
      return intent.accepted_at.value_or(intent.changed_at);
    default:
      return std::nullopt;
  }
}

}  // namespace smsflow
