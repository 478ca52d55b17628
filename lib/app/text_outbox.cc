#include "app/text_outbox.h"

#include <algorithm>
#include <utility>

#include "app/in_doubt.h"
#include "app/receive.h"

namespace smsflow {
namespace {

constexpr int kMaxAttempts = 5;
constexpr int kChosenForEach = 4;  // texts for each that may leave: some turn out not to

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

void TextOutbox::settle(Round& round, const Intent& posted, const SendResult& result) {
  if (round.skips(posted.id)) return;
  round.at = posted.id;
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
  round.at.clear();
}

bool TextOutbox::settle(Round& round, const HttpResult& answer) {
  const auto found = running_.find(answer.tag);
  if (found == running_.end()) return false;
  settled_.push_back(answer.tag);
  settle(round, found->second.intent, found->second.provider->read_send(answer));
  return true;
}

int TextOutbox::settle_delivered(Round& round) {
  for (const Sent& sent : delivered_) settle(round, sent.intent, sent.result);
  return static_cast<int>(delivered_.size());
}

int TextOutbox::claim(Round& round, bool news) {
  const Throttle::Moment moment = Throttle::Moment::clock::now();
  limits_.begin_turn(moment);
  int done = claim(round, DueKind::kAnswers, options_.concurrency + kKeptForAnswers);
  if (!news && done == 0 && options_.real_time && moment < look_again_at_) return done;
  const int begun = claim(round, DueKind::kBegun, options_.concurrency);
  throttled_ = limits_.holds_by_rate();
  capped_ = limits_.capped();
  const bool all_wait = begun == 0 && (throttled_ || !capped_.empty());
  look_again_at_ = all_wait ? limits_.next_slot() : Throttle::Moment();
  return done + begun;
}

// Who is full keeps its places among those chosen: then others are chosen in their stead.
int TextOutbox::claim(Round& round, DueKind kind, int at_once) {
  int done = 0;
  for (bool again = true; again;) {
    const int room = at_once - static_cast<int>(running_.size() - settled_.size() + calls_.size());
    if (room <= 0) break;
    limits_.begin_look(kind);
    const std::vector<Intent> due = choose(round, kind, room * kChosenForEach);
    done += claim(round, due, room);
    again = limits_.found_full() && std::ssize(due) == room * kChosenForEach;
  }
  return done;
}

std::vector<Intent> TextOutbox::choose(Round& round, DueKind kind, int limit) {
  const Setting setting = round.programs.setting(&round.log);
  std::map<std::string, std::string> senders;  // by workflow and revision: looked up once
  const auto wanted = [&](const DueText& text) {
    if (round.skips(text.id)) return false;
    round.at = text.id;
    const auto [sender, is_new] = senders.try_emplace(text.workflow + '/' + text.revision);
    if (is_new) sender->second = sender_of(setting, text.workflow, text.revision);
    const std::optional<Route> route = carriers_.route(text.sender, sender->second, text.to.e164());
    const bool may_try = !route || limits_.has_room(*route);
    round.at.clear();
    return may_try;
  };
  return round.log.due_texts(kind, round.now, limit, wanted);
}

// What the original of an adopted copy may have sent does not leave before it was looked up.
bool TextOutbox::doubt(Round& round, const Intent& intent, const Claim& claim) {
  const std::optional<Adoption> adoption = round.log.adoption();
  const std::optional<Instant> left =
      adoption ? may_have_left_since(round.log, *adoption, intent, round.now) : std::nullopt;
  if (!left) return false;
  const IntentState state = set_in_doubt(round.log, round.programs, carriers_, claim.next,
                                         claim.reason, *left, round.now);
  (state == IntentState::kUnknown ? round.counts.unknown : round.counts.expired_unknown) += 1;
  return true;
}

int TextOutbox::claim(Round& round, const std::vector<Intent>& due, int room) {
  int done = 0;
  int posts = 0;
  for (const Intent& intent : due) {
    if (posts >= room) break;
    round.at = intent.id;
    Claim claim = claim_of(round.log, round.programs, carriers_, intent, round.now);
    if (claim.message && doubt(round, intent, claim)) {
      ++done;
      continue;
    }
    if (claim.message) {
      if (!limits_.take(round.log, *claim.route, claim.next.segments, round.now)) continue;
      claim.next.owner = options_.owner;
      claim.next.deadline = round.now + kPostingDeadline;
    }
    if (!move_intent(round.log, round.programs, claim.next, claim.reason, round.now)) continue;
    ++done;
    if (claim.message) {
      claim.next.changed_at = round.now;
      calls_.push_back({claim.next, *std::move(claim.message), claim.route->provider});
      ++posts;
    } else {
      count_stopped(round.counts, claim.next);
    }
  }
  round.at.clear();
  return done;
}

void TextOutbox::start() {
  for (const std::uint64_t tag : std::exchange(settled_, {})) running_.erase(tag);
  delivered_.clear();
  for (Posting& call : std::exchange(calls_, {})) {
    std::optional<HttpCall> request = call.provider->send_call(call.message);
    if (!request) {
      SendResult result = call.provider->deliver(call.message);
      delivered_.push_back({std::move(call.intent), std::move(result)});
      continue;
    }
    running_.emplace(wire_.add(*std::move(request)), std::move(call));
  }
}

void TextOutbox::roll_back() {
  settled_.clear();
  calls_.clear();
}

}  // namespace smsflow
