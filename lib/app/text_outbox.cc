#include "app/text_outbox.h"

#include <algorithm>
#include <utility>

#include "app/in_doubt.h"
#include "app/receive.h"

namespace smsflow {
namespace {

constexpr int kMaxAttempts = 5;

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

void TextOutbox::settle(Round& round, const Intent& posted, const SendResult& result) {
  const Intent next =
      write_result(round, posted, result,
                   {.most = kMaxAttempts, .pause = backoff(posted.attempt, result.retry_after)});
  if (next.state != IntentState::kAccepted || next.provider_id.empty()) return;
  round.at = next.id;
  take_early_receipts(round, next);
  round.at.clear();
}

bool TextOutbox::settle(Round& round, const HttpResult& answer) {
  const Posting* call = calls_.settle(answer.tag);
  if (!call) return false;
  settle(round, call->intent, call->provider->read_send(answer));
  return true;
}

int TextOutbox::settle_delivered(Round& round) {
  for (const auto& [posted, result] : delivered_) settle(round, posted, result);
  return static_cast<int>(delivered_.size());
}

int TextOutbox::claim(Round& round) {
  const Throttle::Moment moment = Throttle::Moment::clock::now();
  limits_.begin_turn(moment);
  waiting_.look(round, !options_.real_time);
  adoption_ = round.log.adoption();
  int done = 0;
  bool begun = false;
  while (WaitingTexts::Lane* lane = waiting_.next()) {
    const bool is_answer = lane->begins_with_answer();
    const int done_before = done;
    const bool is_over = done >= kRowsPerTurn || (done > 0 && round.slice.is_over());
    if (is_over || !may_try(*lane)) {
      lane->close();
      continue;
    }
    const std::optional<Intent> intent = WaitingTexts::first_of(*lane, round);
    if (intent && !round.skips(intent->id) && !claim(round, *intent, done)) {
      lane->close();  // it keeps its place
      continue;
    }
    waiting_.drop_first_of(*lane);
    begun = begun || (!is_answer && done > done_before);
  }
  round.at.clear();
  throttled_ = limits_.holds_by_rate();
  capped_ = limits_.capped();
  for (CappedNumber& capped : capped_) capped.texts = waiting_.count(capped.number);
  all_wait_ = !begun && (throttled_ || !capped_.empty());
  look_again_at_ = throttled_ ? limits_.next_slot() : Throttle::Moment();
  return done;
}

bool TextOutbox::may_try(const WaitingTexts::Lane& lane) {
  const int kept = lane.begins_with_answer() ? kKeptForAnswers : 0;
  if (room(options_.concurrency + kept) <= 0) return false;
  return !lane.route() || limits_.has_room(*lane.route());
}

// What the original of an adopted copy may have sent does not leave before it was looked up.
bool TextOutbox::doubt(Round& round, const Intent& intent, const Claim& claim) {
  const std::optional<Instant> left =
      adoption_ ? may_have_left_since(round.log, *adoption_, intent, round.now) : std::nullopt;
  if (!left) return false;
  const IntentState state = set_in_doubt(round.log, round.programs, carriers_, claim.next,
                                         claim.reason, *left, round.now);
  (state == IntentState::kUnknown ? round.counts.unknown : round.counts.expired_unknown) += 1;
  return true;
}

// False: its number must wait. `done` counts it when its row has changed.
bool TextOutbox::claim(Round& round, const Intent& intent, int& done) {
  round.at = intent.id;
  Claim claim = claim_of(round.log, round.programs, carriers_, intent, round.now);
  if (claim.message && doubt(round, intent, claim)) {
    ++done;
    return true;
  }
  if (claim.message) {
    if (!limits_.take(round.log, *claim.route, claim.next.segments, round.now)) return false;
    claim.next.owner = options_.owner;
    claim.next.deadline = round.now + kPostingDeadline;
  }
  if (!write_claim(round, claim, &intent)) return true;
  ++done;
  if (claim.message) {
    calls_.choose({std::move(claim.next), *std::move(claim.message), claim.route->provider});
  }
  return true;
}

bool TextOutbox::is_running(const std::string& intent) const {
  return calls_.is_running(intent) ||
         std::any_of(to_deliver_.begin(), to_deliver_.end(),
                     [&](const Posting& one) { return one.intent.id == intent; });
}

// Who delivers by itself waits for a disk: others are not to wait for all of that.
void TextOutbox::start() {
  delivered_.clear();
  calls_.start([this](Posting& call) -> std::uint64_t {
    if (std::optional<HttpCall> request = call.provider->send_call(call.message)) {
      return wire_.add(*std::move(request));
    }
    to_deliver_.push_back(std::move(call));
    return 0;
  });
  const Slice slice = options_.real_time ? Slice(kTurnAtLog / 2) : Slice();
  while (!to_deliver_.empty() && (delivered_.empty() || !slice.is_over())) {
    Posting& first = to_deliver_.front();
    SendResult result = first.provider->deliver(first.message);
    delivered_.emplace_back(std::move(first.intent), std::move(result));
    to_deliver_.pop_front();
  }
}

void TextOutbox::roll_back() {
  calls_.roll_back();
  waiting_.forget();
}

}  // namespace smsflow
