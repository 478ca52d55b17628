#include "app/hook_outbox.h"

#include <algorithm>
#include <utility>

#include "app/receive.h"
#include "hook/transcript.h"

namespace smsflow {
namespace {

constexpr Duration kLongestLife = std::chrono::hours{72};  // of a hook that keeps failing
constexpr auto kBetweenUnwanted = std::chrono::minutes{1};
constexpr std::string_view kTellsNobody = "a simulated run tells nobody";

// What was said until the hand-off; the same lines in every attempt.
std::string posted_payload(Transaction& log, const Intent& intent) {
  if (!wants_transcript(intent.text)) return intent.text;
  std::vector<SpokenLine> lines;
  for (const Transaction::Line& line : log.transcript(intent.conversation, intent.to)) {
    const bool unsaid = !line.from_contact && (line.detail == name(IntentState::kPlanned) ||
                                               line.detail == name(IntentState::kSuppressed) ||
                                               line.detail == name(IntentState::kExpired));
    if (line.at > intent.planned_at || unsaid) continue;
    lines.push_back({line.at, line.from_contact, line.text});
  }
  return with_transcript(intent.text, lines);
}

}  // namespace

void HookOutbox::retry(Round& round, Intent& next, const std::optional<Duration>& asked_for) {
  const bool is_old = round.now - next.planned_at > kLongestLife;
  if (next.attempt >= kMaxHookAttempts || is_old) {
    next.state = IntentState::kRejected;
    next.detail += "; given up after " + std::to_string(next.attempt) + " attempts";
    round.counts.hooks_dead += 1;
    return;
  }
  next.state = IntentState::kPlanned;
  next.due = round.now + std::max(hook_backoff(next.attempt), asked_for.value_or(Duration{}));
}

bool HookOutbox::settle(Round& round, const HttpResult& answer) {
  const Call* call = calls_.settle(answer.tag);
  if (!call) return false;
  Intent next = call->intent;
  if (round.skips(next.id)) return true;
  round.at = next.id;
  const HookResult result = read_hook(answer);
  next.detail = result.detail;
  switch (result.outcome) {
    case HookOutcome::kDelivered:
      health_[next.sender].succeeded();
      next.state = IntentState::kDelivered;
      next.accepted_at = round.now;
      round.counts.hooks_delivered += 1;
      break;
    case HookOutcome::kDead:
      health_[next.sender].succeeded();
      next.state = IntentState::kRejected;
      round.counts.hooks_dead += 1;
      break;
    case HookOutcome::kRetry:
      health_[next.sender].failed(Clock::now(), result.retry_after.value_or(Duration{}));
      retry(round, next, result.retry_after);
      round.counts.hooks_failed += next.state == IntentState::kPlanned ? 1 : 0;
      break;
  }
  move_intent(round.log, round.programs, next, next.detail, round.now);
  round.at.clear();
  return true;
}

bool HookOutbox::take_back(Round& round, const Intent& posted) {
  Intent next = posted;
  next.detail = "its process ended before an answer came";
  retry(round, next, std::nullopt);
  if (next.state == IntentState::kPlanned) next.due = round.now;
  return move_intent(round.log, round.programs, next, next.detail, round.now);
}

int HookOutbox::claim(Round& round, const HookEndpoint& endpoint, int room) {
  int done = 0;
  for (const Intent& due : round.log.due_hooks(endpoint.name, round.now, room)) {
    if (round.skips(due.id)) continue;
    if (done > 0 && round.slice.is_over()) break;
    if (due.text.empty()) {
      done += suppress(round, due, BlockReason::kMissingField,
                       "its payload was erased with the contact");
      continue;
    }
    round.at = due.id;
    Claim claim{.next = due, .reason = "to " + endpoint.name};
    claim.next.state = IntentState::kPosting;
    claim.next.attempt += 1;
    claim.next.owner = options_.owner;
    claim.next.deadline = round.now + kPostingDeadline;
    if (!write_claim(round, claim)) continue;
    HttpCall request = hook_call(endpoint, due.id, posted_payload(round.log, due), round.now);
    calls_.choose({std::move(claim.next), std::move(request)});
    ++done;
  }
  round.at.clear();
  return done;
}

// Rows of events that no receiver wanted, or whose receiver is gone from the configuration. The
// latter come up only with another configuration: it is enough to look now and then.
int HookOutbox::drop_unwanted(Round& round) {
  int done = 0;
  for (const Intent& due : round.log.due_hooks("", round.now, kRowsPerTurn)) {
    done += suppress(round, due, BlockReason::kNoSender,
                     receivers_ ? "no [hook] wants " + due.step : std::string(kTellsNobody));
  }
  const Clock::time_point now = Clock::now();
  if (receivers_ && looked_for_unwanted_ && now - *looked_for_unwanted_ < kBetweenUnwanted) {
    return done;
  }
  looked_for_unwanted_ = now;
  for (const Intent& due : round.log.due_intents(Channel::kHook, round.now, kRowsPerTurn)) {
    if (receivers_ && (due.sender.empty() || receivers_->hook(due.sender))) continue;
    const bool dropped = suppress(round, due, BlockReason::kNoSender,
                                  receivers_ ? "no [hook." + due.sender + "] is configured any more"
                                             : std::string(kTellsNobody));
    if (!dropped) continue;
    ++done;
    looked_for_unwanted_.reset();
  }
  return done;
}

int HookOutbox::claim(Round& round) {
  int done = drop_unwanted(round);
  if (!receivers_ || receivers_->hooks().empty()) return done;
  const Clock::time_point now = Clock::now();
  const std::size_t count = receivers_->hooks().size();
  first_ = (first_ + 1) % count;
  auto at = std::next(receivers_->hooks().begin(), static_cast<std::ptrdiff_t>(first_));
  for (std::size_t i = 0; i < count; ++i) {
    const HookEndpoint& endpoint = at->second;
    if (++at == receivers_->hooks().end()) at = receivers_->hooks().begin();
    const int room = std::min(health_[endpoint.name].room(now) - calls_.count(endpoint.name),
                              kHooksAtOnce - calls_.count());
    if (room > 0) done += claim(round, endpoint, room);
  }
  return done;
}

void HookOutbox::start() {
  calls_.start([this](Call& call) { return wire_.add(std::move(call.request)); });
}

}  // namespace smsflow
