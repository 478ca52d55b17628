#include "app/text_outbox.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/claim.h"
#include "app/receive.h"

namespace smsflow {
namespace {

constexpr Duration kBetweenLookups = std::chrono::seconds{60};
constexpr Duration kListLag = std::chrono::minutes{2};
constexpr int kLookupsForNotSent = 2;
constexpr int kMaxAttempts = 5;
constexpr int kUnknownsPerTurn = 100;

Duration backoff(int attempt, const std::optional<Duration>& retry_after) {
  const Duration step = std::chrono::seconds{30} * (1 << std::min(attempt, 7));
  return retry_after ? std::max(*retry_after, Duration{1000}) : step;
}

// A carrier may report before it answers.
void take_early_receipts(Round& round, const Intent& next) {
  for (const DeliveryReceipt& early : round.log.orphan_receipts(next.provider, next.provider_id)) {
    Intent known = round.log.intent(next.id).value_or(next);
    known.status = join(known.status, early.status);
    known.state = early.status == DeliveryStatus::kDelivered ? IntentState::kDelivered
                  : is_final(early.status)                   ? IntentState::kUndelivered
                  : early.status == DeliveryStatus::kSent    ? IntentState::kSent
                                                             : known.state;
    if (is_final(early.status)) known.error = early.error;
    move_intent(round.log, round.programs, known,
                "carrier, before its own answer: " + early.raw_status, round.now);
  }
}

}  // namespace

bool TextOutbox::is_running(const std::string& intent) const {
  return std::any_of(running_.begin(), running_.end(),
                     [&](const auto& entry) { return entry.second.intent.id == intent; });
}

// A virtual clock says nothing of the carrier's dates.
Instant TextOutbox::posted_at(const Intent& intent) const {
  return options_.real_time && intent.deadline ? *intent.deadline - kPostingDeadline : Instant{};
}

void TextOutbox::settle(Round& round, const Intent& posted, const SendResult& result) {
  Intent next = posted;
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
      if (next.attempt >= kMaxAttempts) {
        next.state = IntentState::kRejected;
        next.detail += "; given up after " + std::to_string(next.attempt) + " attempts";
        round.counts.rejected += 1;
      } else {
        next.state = IntentState::kPlanned;
        next.due = round.now + backoff(next.attempt, result.retry_after);
        round.counts.not_sent += 1;
      }
      break;
    case SendOutcome::kUnknown:
      next.state = IntentState::kUnknown;
      round.counts.unknown += 1;
      break;
  }
  move_intent(round.log, round.programs, next, result.detail, round.now);
  if (next.state == IntentState::kAccepted && !next.provider_id.empty()) {
    take_early_receipts(round, next);
  }
}

void TextOutbox::settle_lookup(Round& round, const Running& lookup, const HttpResult& answer) {
  const FindResult found =
      lookup.provider->read_find(answer, lookup.message, posted_at(lookup.intent));
  Intent next = lookup.intent;
  switch (found.answer) {
    case FindResult::Answer::kFound:
      if (const auto other = round.log.intent_by_provider_id(next.provider, found.provider_id);
          other && other->id != next.id) {
        return;  // that one is another intent's text
      }
      next.state = IntentState::kAccepted;
      next.provider_id = found.provider_id;
      next.accepted_at = round.now;
      if (move_intent(round.log, round.programs, next, "found at the carrier", round.now)) {
        round.counts.settled += 1;
      }
      return;
    case FindResult::Answer::kNotSeen: {
      next.lookups += 1;
      const Instant posted = next.deadline ? *next.deadline - kPostingDeadline : next.due;
      const bool proven = next.lookups >= kLookupsForNotSent && round.now - posted >= kListLag;
      next.state = proven ? IntentState::kPlanned : IntentState::kUnknown;
      if (proven) {
        next.lookups = 0;
        next.due = round.now;
        round.counts.settled += 1;
      }
      move_intent(round.log, round.programs, next,
                  proven ? "the carrier's list never showed it: not sent" : "not in the list yet",
                  round.now);
      return;
    }
    case FindResult::Answer::kNoAnswer:
      next.detail = "find: " + found.detail;
      move_intent(round.log, round.programs, next,
                  "the carrier could not be asked: " + found.detail, round.now);
      return;
  }
}

bool TextOutbox::settle(Round& round, const HttpResult& answer) {
  const auto found = running_.find(answer.tag);
  if (found == running_.end()) return false;
  if (found->second.is_lookup) {
    settle_lookup(round, found->second, answer);
  } else {
    settle(round, found->second.intent, found->second.provider->read_send(answer));
  }
  running_.erase(found);
  return true;
}

int TextOutbox::settle_delivered(Round& round) {
  const std::vector<Sent> delivered = std::exchange(delivered_, {});
  for (const Sent& sent : delivered) settle(round, sent.intent, sent.result);
  return static_cast<int>(delivered.size());
}

int TextOutbox::look_up(Round& round) {
  int done = 0;
  for (Intent& intent : round.log.unknown_intents(kUnknownsPerTurn)) {
    if (is_running(intent.id)) continue;
    const Instant posted = intent.deadline ? *intent.deadline - kPostingDeadline : intent.due;
    if (round.now - posted > carriers_.config().unknown_window) {
      intent.state = IntentState::kExpiredUnknown;
      if (move_intent(round.log, round.programs, intent, "nobody could say what became of it",
                      round.now)) {
        round.counts.expired_unknown += 1;
        ++done;
      }
      continue;
    }
    const bool asked_before = intent.lookups > 0 || intent.detail.starts_with("find:");
    if (asked_before && round.now - intent.changed_at < kBetweenLookups) continue;
    const Provider* provider =
        intent.channel == Channel::kSms ? carriers_.find(intent.provider) : nullptr;
    if (!provider) continue;
    OutboundMessage message{.intent = intent.id,
                            .to = intent.to,
                            .from = {intent.sender},
                            .text = intent.sent_text,
                            .status_url = {}};
    const Instant since = options_.real_time ? posted : Instant{};
    if (!provider->find_call(message, since)) continue;
    calls_.push_back({intent, std::move(message), provider, true});
  }
  return done;
}

// The daily cap and the rate of the number.
bool TextOutbox::may_leave(Round& round, const Intent& next, const SenderConfig& sender) {
  const int cap = sender.daily_cap;
  const Instant day_ago = round.now - std::chrono::hours{24};
  if (cap > 0 && round.log.segments_since(next.sender, day_ago) + next.segments > cap) return false;
  const double rate = options_.real_time ? sender.segments_per_second : 0;
  const bool taken =
      throttle_.take(next.sender, rate, next.segments, Throttle::Moment::clock::now());
  throttled_ = throttled_ || !taken;
  return taken;
}

int TextOutbox::claim(Round& round) {
  const int room = options_.concurrency - static_cast<int>(running_.size() + calls_.size());
  if (room <= 0) return 0;
  throttled_ = false;
  int done = 0;
  int posts = 0;
  for (const Intent& intent : round.log.due_intents(Channel::kSms, round.now, room * 4)) {
    if (posts >= room) break;
    Claim claim = judge(round.log, round.programs, carriers_, intent, round.now);
    if (claim.message) {
      if (!may_leave(round, claim.next, *claim.sender)) continue;
      claim.next.owner = options_.owner;
      claim.next.deadline = round.now + kPostingDeadline;
    }
    if (!move_intent(round.log, round.programs, claim.next, claim.reason, round.now)) continue;
    ++done;
    if (claim.message) {
      claim.next.changed_at = round.now;
      calls_.push_back({claim.next, *std::move(claim.message), claim.provider, false});
      ++posts;
    } else {
      count_stopped(round.counts, claim.next);
    }
  }
  return done;
}

void TextOutbox::start() {
  for (Running& call : std::exchange(calls_, {})) {
    std::optional<HttpCall> request =
        call.is_lookup ? call.provider->find_call(call.message, posted_at(call.intent))
                       : call.provider->send_call(call.message);
    if (!request) {
      delivered_.push_back({std::move(call.intent), call.provider->deliver(call.message)});
      continue;
    }
    running_.emplace(wire_.add(*std::move(request)), std::move(call));
  }
}

}  // namespace smsflow
