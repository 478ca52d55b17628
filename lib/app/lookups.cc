#include "app/lookups.h"

#include <algorithm>
#include <utility>

#include "app/receive.h"
#include "policy/unclear_post.h"

namespace smsflow {
namespace {

constexpr int kUnknownsPerTurn = 1000;
constexpr int kLookupsAtOnce = 4;

Instant posted_at(const Intent& intent) {
  return intent.deadline ? *intent.deadline - kPostingDeadline : intent.due;
}

// What the original of a copy may have sent is looked up from when it was doubted on.
Instant in_doubt_since(const Intent& intent) {
  return std::max(posted_at(intent), intent.due);
}

// Before its copy was adopted another log may have sent it at any time since it was due.
std::optional<Instant> posted_until(ReadTransaction& log, const Intent& intent) {
  const std::optional<Adoption> adoption = log.adoption();
  if (!adoption || posted_at(intent) > adoption->at) return std::nullopt;
  return adoption->at;
}

}  // namespace

// A virtual clock says nothing of the carrier's dates.
Instant Lookups::list_from(const Intent& intent) const {
  return options_.real_time ? posted_at(intent) : Instant{};
}

bool Lookups::give_up(Round& round, Intent intent) {
  intent.state = IntentState::kExpiredUnknown;
  if (!move_intent(round.log, round.programs, std::move(intent),
                   "nobody could say what became of it", round.now)) {
    return false;
  }
  round.counts.expired_unknown += 1;
  return true;
}

int Lookups::begin(Round& round) {
  int done = 0;
  for (Intent& intent : round.log.unknown_intents(kUnknownsPerTurn)) {
    if (round.skips(intent.id) || calls_.is_running(intent.id)) continue;
    if (done > 0 && round.slice.is_over()) break;
    if (round.now - in_doubt_since(intent) > carriers_.config().unknown_window) {
      done += give_up(round, std::move(intent)) ? 1 : 0;
      continue;
    }
    if (intent.lookups > 0 && round.now - intent.changed_at < pause_before_lookup(intent.lookups)) {
      continue;
    }
    const Provider* provider =
        intent.channel == Channel::kSms ? carriers_.find(intent.provider) : nullptr;
    if (!provider || calls_.count() >= kLookupsAtOnce) continue;
    OutboundMessage message{.intent = intent.id,
                            .to = intent.to,
                            .from = {intent.sender},
                            .text = intent.sent_text,
                            .status_url = {}};
    std::optional<HttpCall> request = provider->find_call(message, list_from(intent));
    if (!request) continue;
    calls_.choose({std::move(intent), std::move(message), provider, *std::move(request), {}});
  }
  return done;
}

void Lookups::found(Round& round, Intent next, const FindResult& found) {
  next.provider_id = found.provider_id;
  next.accepted_at = round.now;
  next.status = join(next.status, found.status.value_or(DeliveryStatus::kAccepted));
  next.state = state_for(next.status);
  if (move_intent(round.log, round.programs, std::move(next), "found at the carrier", round.now)) {
    round.counts.settled += 1;
  }
}

void Lookups::draw(Round& round, const Lookup& lookup, const FindResult& result) {
  Intent next = lookup.intent;
  next.lookups += 1;
  if (result.answer == FindResult::Answer::kFound) return found(round, std::move(next), result);
  std::string reason = "the carrier could not be asked: " + result.detail;
  if (result.answer == FindResult::Answer::kNotSeen) {
    const Instant posted = lookup.list.until.value_or(posted_at(next));
    const bool again = may_post_again(next.attempt, next.lookups, round.now - posted);
    reason = again ? "the carrier's whole list does not show it: posted once more"
                   : "not in the carrier's list";
    if (again) {
      next.state = IntentState::kPlanned;
      next.due = round.now;
      round.counts.settled += 1;
    }
  } else {
    next.detail = "find: " + result.detail;
  }
  move_intent(round.log, round.programs, std::move(next), reason, round.now);
}

bool Lookups::settle(Round& round, const HttpResult& answer) {
  const Lookup* asked = calls_.settle(answer.tag);
  if (!asked) return false;
  Lookup lookup = *asked;
  if (round.skips(lookup.intent.id)) return true;
  round.at = lookup.intent.id;
  lookup.list.pages.push_back(answer);
  lookup.list.is_others = [&](std::string_view id) {
    const auto other = round.log.intent_by_provider_id(lookup.intent.provider, id);
    return other && other->id != lookup.intent.id;
  };
  lookup.list.until = posted_until(round.log, lookup.intent);
  FindResult result =
      lookup.provider->read_find(lookup.list, lookup.message, list_from(lookup.intent));
  if (result.answer == FindResult::Answer::kMorePages && result.next_page) {
    lookup.list.is_others = nullptr;
    lookup.request = *std::move(result.next_page);
    calls_.choose(std::move(lookup));
  } else {
    draw(round, lookup, result);
  }
  round.at.clear();
  return true;
}

void Lookups::start() {
  calls_.start([this](const Lookup& lookup) { return wire_.add(lookup.request); });
}

}  // namespace smsflow
