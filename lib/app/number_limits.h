// What each of our numbers may send now: its rate and its daily cap. A number that must wait holds
// back its own texts only, and all that come later in the order of leaving: an answer takes the
// next free slot.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/carriers.h"
#include "app/throttle.h"
#include "policy/leaving_order.h"
#include "store/store.h"

namespace smsflow {

// Answers are whatever somebody waits for; the others are texts we begin.
enum class DueKind { kAnswers, kBegun };

// Texts that are due and wait for the daily cap of a number.
struct CappedNumber {
  std::string sender;  // its name in the configuration
  std::string number;
  std::int64_t texts = 0;
  Instant next;  // when the first of them may leave
  bool operator==(const CappedNumber&) const = default;
};

// "12 texts wait for the daily cap of sender main (+15550100); the next may leave at ..."
std::string in_words(const CappedNumber& capped);

class NumberLimits {
 public:
  explicit NumberLimits(bool real_time) : real_time_(real_time) {}

  // Everything due is looked at anew.
  void begin_turn(Throttle::Moment moment);
  // All that is due of a kind is looked at, perhaps once more: what waits is counted anew.
  void begin_look(DueKind kind);
  // Whether take() found a number full that had room before this look.
  bool found_full() const { return found_full_; }
  // Whether a text may be tried; what must wait is counted.
  bool has_room(const Route& route);
  // Takes the room for a text that leaves now; false: it must wait.
  bool take(ReadTransaction& log, const Route& route, int segments, Instant now);

  // Of this turn.
  bool holds_by_rate() const;
  std::vector<CappedNumber> capped() const;
  // Until when a number waits for its cap; nothing when it was not found full.
  std::optional<Instant> capped_till(const std::string& number) const;
  // When a number that waits for its rate may send again; `moment` plus a second when none does.
  Throttle::Moment next_slot();

 private:
  struct Lane {
    const SenderConfig* sender = nullptr;
    int tried = 0;
    bool refused = false;  // a text that came first was, so all others are
    bool waits_for_rate = false;
    std::optional<CapWindow> window;  // where it has a cap, once it was asked for
    std::optional<Instant> capped_till;
    std::map<DueKind, std::int64_t> waits_for_cap;
  };

  Lane& lane(const Route& route);
  bool waits_for_cap(Lane& lane);
  double rate_of(const SenderConfig& sender) const {
    return real_time_ ? sender.segments_per_second : 0;
  }

  bool real_time_;
  DueKind kind_ = DueKind::kAnswers;
  bool found_full_ = false;
  Throttle throttle_;
  Throttle::Moment moment_;
  std::map<std::string, Lane> lanes_;  // of this turn, by number
};

}  // namespace smsflow
