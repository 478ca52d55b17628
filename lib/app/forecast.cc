#include "app/forecast.h"

#include <algorithm>
#include <limits>

#include "app/held.h"
#include "app/in_doubt.h"
#include "app/receive.h"

namespace smsflow {
namespace {

constexpr int kAll = std::numeric_limits<int>::max();
constexpr std::int64_t kNew = std::int64_t{1} << 40;    // place of the first text planned here
constexpr std::int64_t kTimed = std::int64_t{1} << 50;  // and of the first that a timer led to
constexpr std::size_t kKeptAtOnce = 500;

// Of ids, which are digests: no other digest is needed to tell them apart.
std::uint64_t hash_of(const std::string& conversation) {
  return std::hash<std::string>{}(conversation);
}

bool is_due_text(const Intent& text, Instant now) {
  return text.channel == Channel::kSms && text.state == IntentState::kPlanned && text.due <= now;
}

Waiting waiting(const Intent& text, std::int64_t place) {
  return {.kind = text.kind, .expires = text.expires, .due = text.due, .place = place};
}

}  // namespace

Forecast::Forecast(Imagined& log, Programs& programs, const Carriers& carriers, Instant now,
                   std::function<void(const Foreseen&)> each)
    : log_(log),
      programs_(programs),
      carriers_(carriers),
      now_(now),
      each_(std::move(each)),
      adoption_(log.adoption()) {
  find_due();
}

// What the log has. Held texts are due once their record is seen again.
void Forecast::find_due() {
  held_ = log_.held_intents("", kAll);
  const auto collect = [&](const DueText& text) {
    due_.push_back({text.id, text.conversation, text.row});
  };
  log_.each_due_text(0, now_, collect);
  if (!held_.empty()) {
    std::unordered_set<std::string> held;
    for (const Intent& text : held_) {
      if (text.due > now_) held.insert(text.id);
    }
    log_.each_due_text(0, Instant::max(), [&](const DueText& text) {
      if (held.contains(text.id)) collect(text);
    });
  }
  std::sort(due_.begin(), due_.end(),
            [](const Due& left, const Due& right) { return left.intent < right.intent; });
  for (Timer& timer : log_.due_timers(now_, kAll)) {
    std::string conversation = timer.conversation;
    timer_order_.emplace(timer.id, std::ssize(timer_order_));
    timers_[conversation].push_back(std::move(timer));
  }
}

// Rows are taken before timers fire, in their order.
std::int64_t Forecast::place_of(const Intent& text) {
  const auto found = std::lower_bound(
      due_.begin(), due_.end(), text.id,
      [](const Due& one, const std::string& wanted) { return one.intent < wanted; });
  if (found != due_.end() && found->intent == text.id) return found->place;
  const auto timer = timer_order_.find(text.occurrence.substr(0, text.occurrence.rfind('/')));
  return timer != timer_order_.end() ? kTimed + timer->second : kNew + places_++;
}

std::uint32_t Forecast::number_of(const Route& route) {
  const auto [place, fresh] =
      number_index_.try_emplace(route.number, static_cast<std::uint32_t>(numbers_.size()));
  if (fresh) numbers_.push_back(route);
  return place->second;
}

void Forecast::fire(const Timer& timer) {
  const std::optional<Timer> now = log_.timer(timer.id);
  if (!now || now->due > now_) return;
  receive(log_, programs_, *now, now_);
  ++timers_fired_;
}

void Forecast::fire_timers(const std::string& conversation) {
  if (const auto due = timers_.find(conversation); due != timers_.end()) {
    for (const Timer& timer : due->second) fire(timer);
    timers_.erase(due);
  }
  for (const Timer& timer : log_.timers_set(conversation)) fire(timer);
}

bool Forecast::is_settled(const std::string& conversation) const {
  return settled_.contains(hash_of(conversation));
}

const Forecast::Verdict* Forecast::verdict(const std::string& intent) const {
  const auto found = verdicts_.find(intent);
  return found == verdicts_.end() ? nullptr : &found->second;
}

void Forecast::settle(const std::string& conversation) {
  verdicts_.clear();
  settled_texts_.clear();
  if (!settled_.insert(hash_of(conversation)).second) return;
  fire_timers(conversation);
  std::vector<Intent> texts = log_.intents_of(conversation);
  bool more = false;
  for (const Intent& text : texts) {
    const bool held = text.channel == Channel::kSms && text.state == IntentState::kPlanned &&
                      text.block == BlockReason::kNotSeen;
    if (held) more = release_held(log_, programs_, text, now_) || more;
  }
  if (more) texts = log_.intents_of(conversation);
  // What does not leave may lead to another text.
  for (;;) {
    more = false;
    std::vector<std::pair<Waiting, Intent>> due;
    for (Intent& text : texts) {
      if (!is_due_text(text, now_) || settled_texts_.contains(text.id)) continue;
      const Waiting order = waiting(text, std::ssize(due));
      due.emplace_back(order, std::move(text));
    }
    std::sort(due.begin(), due.end(), [](const auto& left, const auto& right) {
      return leaves_before(left.first, right.first);
    });
    for (const auto& [order, text] : due) more = settle_text(text) || more;
    if (!more) return;
    texts = log_.intents_of(conversation);
  }
}

// True when something was written. An answer waits for all others to the same contact.
bool Forecast::settle_text(const Intent& text) {
  settled_texts_.insert(text.id);
  if (text.kind != SendKind::kProactive) {
    answers_.push_back({text, log_.conversation(text.conversation)});
    return false;
  }
  Verdict verdict{.claim = claim_of(log_, programs_, carriers_, text, now_)};
  verdict.in_doubt = verdict.claim.message && doubt(text, verdict.claim);
  const bool leaves = verdict.claim.message && !verdict.in_doubt;
  if (leaves) {
    verdict.leaving = leaving_.size();
    may_leave(text, verdict.claim);
  } else if (!verdict.in_doubt) {
    move_intent(log_, programs_, verdict.claim.next, verdict.claim.reason, now_);
  }
  if (!leaves) tell(text, verdict.claim, verdict.in_doubt);
  verdicts_.emplace(text.id, std::move(verdict));
  return !leaves;
}

bool Forecast::doubt(const Intent& text, const Claim& claim) {
  const std::optional<Instant> left =
      adoption_ ? may_have_left_since(log_, *adoption_, text, now_) : std::nullopt;
  if (!left) return false;
  set_in_doubt(log_, programs_, carriers_, claim.next, claim.reason, *left, now_);
  ++in_doubt_;
  return true;
}

void Forecast::may_leave(const Intent& text, const Claim& claim) {
  leaving_.push_back({.order = waiting(text, place_of(text)),
                      .intent = each_ ? text.id : std::string(),
                      .conversation = hash_of(text.conversation),
                      .number = number_of(*claim.route),
                      .segments = claim.next.segments});
}

void Forecast::tell(const Intent& text, const Claim& claim, bool in_doubt) {
  if (each_) each_({.intent = text.id, .in_doubt = in_doubt, .block = claim.next.block});
}

void Forecast::hold(const std::string& conversation) {
  const std::uint64_t hash = hash_of(conversation);
  for (Leaving& text : leaving_) {
    const bool begun = text.order.kind == SendKind::kProactive;
    text.is_held = text.is_held || (begun && text.conversation == hash);
  }
}

void Forecast::settle_rest() {
  std::vector<std::string> conversations;
  timers_fired_ += std::ssize(timers_[""]);  // of hand-offs: no text follows from them
  for (const auto& [conversation, timers] : timers_) conversations.push_back(conversation);
  for (const Intent& text : held_) conversations.push_back(text.conversation);
  for (const Due& text : due_) conversations.push_back(text.conversation);
  std::size_t kept = 0;
  for (const std::string& conversation : conversations) {
    if (conversation.empty() || is_settled(conversation)) continue;
    settle(conversation);
    if (++kept % kKeptAtOnce == 0) log_.forget();
  }
  for (const Due& one : due_) {
    if (!one.conversation.empty()) continue;
    if (const auto text = log_.intent(one.intent); text && is_due_text(*text, now_)) {
      settle_text(*text);
    }
  }
}

// One after the other: each counts against how many a contact gets.
void Forecast::settle_answers() {
  std::vector<std::pair<Waiting, const Answer*>> order;
  for (const Answer& one : answers_) {
    order.emplace_back(waiting(one.intent, place_of(one.intent)), &one);
  }
  std::sort(order.begin(), order.end(), [](const auto& left, const auto& right) {
    return leaves_before(left.first, right.first);
  });
  for (const auto& [place, one] : order) {
    Case known = case_of(log_, programs_, carriers_, one->intent, now_);
    known.conversation = one->conversation;
    const Claim claim = claim_of(known, one->intent, now_);
    const bool in_doubt = claim.message && doubt(one->intent, claim);
    const bool leaves = claim.message && !in_doubt;
    if (leaves) may_leave(one->intent, claim);
    if (leaves) leaving_.back().order.place = place.place;
    if (!in_doubt) move_intent(log_, programs_, claim.next, claim.reason, now_);
    if (!leaves) tell(one->intent, claim, in_doubt);
  }
}

void Forecast::let_leave() {
  std::vector<Leaving*> order;
  for (Leaving& text : leaving_) order.push_back(&text);
  std::sort(order.begin(), order.end(), [](const Leaving* left, const Leaving* right) {
    return leaves_before(left->order, right->order);
  });
  limits_.begin_turn(Throttle::Moment());
  for (const bool begun : {false, true}) {
    limits_.begin_look(begun ? DueKind::kBegun : DueKind::kAnswers);
    for (Leaving* text : order) {
      if ((text->order.kind == SendKind::kProactive) != begun) continue;
      const Route& route = numbers_[text->number];
      const bool leaves = !text->is_held && limits_.has_room(route) &&
                          limits_.take(log_, route, text->segments, now_);
      if (!leaves && !text->is_held) text->waits = limits_.capped_till(route.number);
      if (!each_) continue;
      each_({.intent = text->intent,
             .leaves = leaves,
             .waits = text->waits.has_value(),
             .block = text->is_held ? BlockReason::kNotSeen : BlockReason::kNone});
    }
  }
}

void Forecast::finish() {
  settle_rest();
  settle_answers();
  let_leave();
}

}  // namespace smsflow
