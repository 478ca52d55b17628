#include "app/outbox.h"

#include "app/receive.h"

namespace smsflow {
namespace {

void not_sent(Round& round, Intent& next, const Retries& retries) {
  if (next.attempt >= retries.most) {
    next.state = IntentState::kRejected;
    next.detail += "; given up after " + std::to_string(next.attempt) + " attempts";
    round.counts.rejected += 1;
    return;
  }
  next.state = IntentState::kPlanned;
  next.due = round.now + retries.pause;
  round.counts.not_sent += 1;
}

}  // namespace

Intent write_result(Round& round, const Intent& posted, const SendResult& result, Retries retries) {
  Intent next = posted;
  if (round.skips(posted.id)) return next;
  round.at = posted.id;
  next.detail = result.detail;
  next.error = result.error;
  switch (result.outcome) {
    case SendOutcome::kAccepted:
      next.state = IntentState::kAccepted;
      next.provider_id = result.provider_id;
      next.accepted_at = round.now;
      round.counts.accepted += 1;
      break;
    case SendOutcome::kRejected:
      next.state = IntentState::kRejected;
      round.counts.rejected += 1;
      break;
    case SendOutcome::kNotSent:
      not_sent(round, next, retries);
      break;
    case SendOutcome::kUnknown:
      next.state = IntentState::kUnknown;
      round.counts.unknown += 1;
      break;
  }
  move_intent(round.log, round.programs, next, next.detail, round.now);
  round.at.clear();
  return next;
}

bool write_claim(Round& round, Claim& claim, const Intent* current) {
  if (!move_intent(round.log, round.programs, claim.next, claim.reason, round.now, current)) {
    return false;
  }
  claim.next.changed_at = round.now;
  if (claim.next.state != IntentState::kPosting) count_stopped(round.counts, claim.next);
  return true;
}

bool suppress(Round& round, Intent due, BlockReason block, const std::string& reason) {
  if (round.skips(due.id)) return false;
  round.at = due.id;
  due.state = IntentState::kSuppressed;
  due.block = block;
  const bool moved = move_intent(round.log, round.programs, std::move(due), reason, round.now);
  if (moved) round.counts.blocked[std::string(name(block))] += 1;
  round.at.clear();
  return moved;
}

}  // namespace smsflow
