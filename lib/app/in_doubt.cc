#include "app/in_doubt.h"

#include "app/receive.h"
#include "app/round.h"
#include "policy/adopted_copy.h"

namespace smsflow {
namespace {

// A timer that both logs had came due at one moment. One that was set since by what was found at
// the carrier runs again, and the original may have been through it.
std::optional<Instant> moment_of_begun(ReadTransaction& log, const Adoption& adoption,
                                       const Intent& intent) {
  const std::optional<Conversation> conversation = log.conversation(intent.conversation);
  if (!conversation) return std::nullopt;
  if (!intent.occurrence.starts_with(conversation->id + "/")) return conversation->record.at;
  const bool both = conversation->asked_at && *conversation->asked_at <= adoption.at;
  return both ? std::optional(intent.planned_at) : std::nullopt;
}

// A carrier that is asked what came in meanwhile tells of texts that the original has answered.
Instant moment_of_answer(ReadTransaction& log, Instant copied, const Intent& intent) {
  const std::string_view cause = intent.occurrence;
  for (const EarlierReply& reply : log.replies_since(intent.to, copied)) {
    const std::string id = reply.provider + ":" + reply.id;
    if (cause == id || cause.starts_with(id + "/")) return reply.received_at;
  }
  return intent.planned_at;
}

bool can_be_asked(const Carriers& carriers, const Intent& intent) {
  const Provider* provider =
      intent.channel == Channel::kSms ? carriers.find(intent.provider) : nullptr;
  const OutboundMessage message{.intent = intent.id,
                                .to = intent.to,
                                .from = {intent.sender},
                                .text = intent.sent_text,
                                .status_url = {}};
  return provider && provider->find_call(message, Instant{});
}

}  // namespace

std::optional<Instant> may_have_left_since(ReadTransaction& log, const Adoption& adoption,
                                           const Intent& intent, Instant now) {
  if (!adoption.copied || intent.attempt > 0) return std::nullopt;
  // What was due by the adoption was settled with it (app/adopt.h). Later on come the texts that
  // waited for the morning in both logs, and those whose row the original may have seen again.
  const bool both_waited =
      intent.planned_at < adoption.at && intent.block == BlockReason::kQuietHours;
  if (both_waited) return std::nullopt;
  const std::optional<Instant> moment = intent.kind == SendKind::kProactive
                                            ? moment_of_begun(log, adoption, intent)
                                            : moment_of_answer(log, *adoption.copied, intent);
  return original_may_have_sent({*adoption.copied, adoption.at}, moment, now);
}

IntentState set_in_doubt(Transaction& log, Programs& programs, const Carriers& carriers,
                         Intent claimed, const std::string& evidence, Instant left, Instant now) {
  claimed.state = IntentState::kPosting;
  claimed.due = now;  // from when on it is looked up
  claimed.deadline = left + kPostingDeadline;
  move_intent(log, programs, claimed, evidence, now);
  claimed.state = IntentState::kUnknown;
  move_intent(log, programs, claimed, "the log this is a copy of may have sent it", now);
  if (can_be_asked(carriers, claimed)) return claimed.state;
  claimed.state = IntentState::kExpiredUnknown;
  move_intent(log, programs, claimed, "its carrier cannot be asked", now);
  return claimed.state;
}

}  // namespace smsflow
