#include "app/hook_outbox.h"

#include <algorithm>
#include <utility>

#include "app/receive.h"
#include "hook/transcript.h"

namespace smsflow {
namespace {

constexpr Duration kLongestLife = std::chrono::hours{72};  // of a hook that keeps failing
constexpr auto kBetweenUnwanted = std::chrono::minutes{1};

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

bool HookOutbox::suppress(Round& round, Intent intent, BlockReason block,
                          const std::string& reason) {
  if (round.skips(intent.id)) return false;
  intent.state = IntentState::kSuppressed;
  intent.block = block;
  if (!move_intent(round.log, round.programs, intent, reason, round.now)) return false;
  round.counts.blocked[std::string(name(block))] += 1;
  return true;
}

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
  const auto found = running_.find(answer.tag);
  if (found == running_.end()) return false;
  settled_.push_back(answer.tag);
  Intent next = found->second;
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

bool HookOutbox::is_running(const std::string& intent) const {
  return std::any_of(running_.begin(), running_.end(),
                     [&](const auto& entry) { return entry.second.id == intent; });
}

int HookOutbox::at_once(std::string_view endpoint) const {
  const auto running = std::count_if(running_.begin(), running_.end(), [&](const auto& entry) {
    return entry.second.sender == endpoint &&
           std::find(settled_.begin(), settled_.end(), entry.first) == settled_.end();
  });
  const auto begun = std::count_if(calls_.begin(), calls_.end(), [&](const Call& call) {
    return call.intent.sender == endpoint;
  });
  return static_cast<int>(running + begun);
}

bool HookOutbox::take_back(Round& round, Intent intent) {
  intent.detail = "its process ended before an answer came";
  retry(round, intent, std::nullopt);
  if (intent.state == IntentState::kPlanned) intent.due = round.now;
  return move_intent(round.log, round.programs, intent, intent.detail, round.now);
}

int HookOutbox::claim(Round& round, const HookEndpoint& endpoint, int room) {
  int done = 0;
  for (Intent& intent : round.log.due_hooks(endpoint.name, round.now, room)) {
    if (round.skips(intent.id)) continue;
    round.at = intent.id;
    if (intent.text.empty()) {
      done += suppress(round, std::move(intent), BlockReason::kMissingField,
                       "its payload was erased with the contact");
      continue;
    }
    intent.state = IntentState::kPosting;
    intent.attempt += 1;
    intent.owner = options_.owner;
    intent.deadline = round.now + kPostingDeadline;
    if (!move_intent(round.log, round.programs, intent, "to " + endpoint.name, round.now)) continue;
    intent.changed_at = round.now;
    HttpCall request = hook_call(endpoint, intent.id, posted_payload(round.log, intent), round.now);
    calls_.push_back({std::move(intent), std::move(request)});
    ++done;
  }
  round.at.clear();
  return done;
}

// Rows of events that no receiver wanted, or whose receiver is gone from the configuration. The
// latter come up only with another configuration: it is enough to look now and then.
int HookOutbox::drop_unwanted(Round& round) {
  int done = 0;
  for (Intent& intent : round.log.due_hooks("", round.now, kRowsPerTurn)) {
    std::string reason =
        receivers_ ? "no [hook] wants " + intent.step : std::string("a simulated run tells nobody");
    done += suppress(round, std::move(intent), BlockReason::kNoSender, reason);
  }
  const Clock::time_point now = Clock::now();
  if (receivers_ && looked_for_unwanted_ && now - *looked_for_unwanted_ < kBetweenUnwanted) {
    return done;
  }
  looked_for_unwanted_ = now;
  for (Intent& intent : round.log.due_intents(Channel::kHook, round.now, kRowsPerTurn)) {
    if (receivers_ && (intent.sender.empty() || receivers_->hook(intent.sender))) continue;
    std::string reason = receivers_ ? "no [hook." + intent.sender + "] is configured any more"
                                    : std::string("a simulated run tells nobody");
    const bool dropped = suppress(round, std::move(intent), BlockReason::kNoSender, reason);
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
    const int left =
        kHooksAtOnce - static_cast<int>(running_.size() - settled_.size() + calls_.size());
    const int room = std::min(health_[endpoint.name].room(now) - at_once(endpoint.name), left);
    if (room > 0) done += claim(round, endpoint, room);
  }
  return done;
}

void HookOutbox::start() {
  for (const std::uint64_t tag : std::exchange(settled_, {})) running_.erase(tag);
  for (Call& call : std::exchange(calls_, {})) {
    const std::uint64_t tag = wire_.add(std::move(call.request));
    running_.emplace(tag, std::move(call.intent));
  }
}

void HookOutbox::roll_back() {
  settled_.clear();
  calls_.clear();
}

}  // namespace smsflow
