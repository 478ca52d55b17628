#include "app/number_limits.h"

#include <fmt/format.h>

#include <algorithm>

namespace smsflow {
namespace {

// Beyond what the rate lets through, for texts that turn out not to leave at all.
constexpr int kSpareTries = 16;

}  // namespace

std::string in_words(const CappedNumber& capped) {
  return fmt::format("{} {} for the daily cap of sender {} ({}); the next may leave at {}",
                     capped.texts, capped.texts == 1 ? "text waits" : "texts wait", capped.sender,
                     capped.number, format_rfc3339(capped.next));
}

void NumberLimits::begin_turn(Throttle::Moment moment) {
  moment_ = moment;
  lanes_.clear();
}

void NumberLimits::begin_look(DueKind kind) {
  kind_ = kind;
  found_full_ = false;
  for (auto& [number, lane] : lanes_) lane.waits_for_cap[kind] = 0;
}

NumberLimits::Lane& NumberLimits::lane(const Route& route) {
  Lane& lane = lanes_[route.number];
  lane.sender = route.sender;
  return lane;
}

bool NumberLimits::waits_for_cap(Lane& lane) {
  if (!lane.capped_till) return false;
  ++lane.waits_for_cap[kind_];
  return true;
}

bool NumberLimits::has_room(const Route& route) {
  Lane& own = lane(route);
  if (waits_for_cap(own)) return false;
  const int room = throttle_.room(route.number, rate_of(*route.sender), moment_);
  if (own.refused || room == 0 || own.tried >= room + kSpareTries) {
    own.waits_for_rate = true;
    return false;
  }
  ++own.tried;
  return true;
}

bool NumberLimits::take(ReadTransaction& log, const Route& route, int segments, Instant now) {
  Lane& own = lane(route);
  if (own.refused || waits_for_cap(own)) return false;
  if (const int cap = route.sender->daily_cap; cap > 0) {
    if (!own.window) own.window.emplace(log.departures(route.number, now - kCapWindow), cap, now);
    if (const Instant frees = own.window->frees(segments); frees > now) {
      own.capped_till = frees;
      found_full_ = true;
      return !waits_for_cap(own);
    }
  }
  own.refused = !throttle_.take(route.number, rate_of(*route.sender), segments, moment_);
  own.waits_for_rate = own.waits_for_rate || own.refused;
  found_full_ = found_full_ || own.refused;
  if (!own.refused && own.window) own.window->leave(segments);
  return !own.refused;
}

bool NumberLimits::holds_by_rate() const {
  return std::any_of(lanes_.begin(), lanes_.end(),
                     [](const auto& entry) { return entry.second.waits_for_rate; });
}

std::vector<CappedNumber> NumberLimits::capped() const {
  std::vector<CappedNumber> found;
  for (const auto& [number, lane] : lanes_) {
    std::int64_t texts = 0;
    for (const auto& [kind, waiting] : lane.waits_for_cap) texts += waiting;
    if (texts == 0) continue;
    found.push_back(
        {.sender = lane.sender->name, .number = number, .texts = texts, .next = *lane.capped_till});
  }
  return found;
}

std::optional<Instant> NumberLimits::capped_till(const std::string& number) const {
  const auto found = lanes_.find(number);
  return found == lanes_.end() ? std::nullopt : found->second.capped_till;
}

Throttle::Moment NumberLimits::next_slot() {
  Throttle::Moment next = moment_ + std::chrono::seconds{1};
  for (const auto& [number, lane] : lanes_) {
    if (!lane.waits_for_rate) continue;
    next = std::min(next, throttle_.next_slot(number, rate_of(*lane.sender), moment_));
  }
  return next;
}

}  // namespace smsflow
