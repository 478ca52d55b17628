// The texts of a dispatcher: claims what is due, lets it leave after the commit, and writes down
// what became of it.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "app/carriers.h"
#include "app/number_limits.h"
#include "app/outbox.h"
#include "app/waiting_texts.h"

namespace smsflow {

inline constexpr int kKeptForAnswers = 8;  // requests at once that what we begin does not take

class TextOutbox {
 public:
  TextOutbox(Carriers& carriers, const DispatchOptions& options, Wire& wire)
      : carriers_(carriers),
        options_(options),
        wire_(wire),
        waiting_(carriers),
        limits_(options.real_time) {}

  // Takes a result; false when the call was not one of its own.
  bool settle(Round& round, const HttpResult& answer);
  // The same for providers without a network; how many there were.
  int settle_delivered(Round& round);
  // How many rows it changed. What shall leave waits for start().
  int claim(Round& round);

  // Call it after the commit, and never before.
  void start();
  // Takes back what belongs to a transaction that came to nothing.
  void roll_back();

  bool is_running(const std::string& intent) const;
  bool is_busy() const { return calls_.is_busy() || has_delivered(); }
  bool has_delivered() const { return !delivered_.empty() || !to_deliver_.empty(); }
  bool is_throttled() const { return throttled_; }  // something due waits for its number's rate
  bool has_calls() const { return calls_.has_chosen(); }
  // Not all that is due was looked at yet.
  bool is_walking() const { return waiting_.is_walking(); }
  // Whether another claim at once may find a text that can leave.
  bool may_claim_more() const { return room(options_.concurrency) > 0 && !all_wait_; }
  // When a number that all wait for can send again; a moment long past when they don't.
  Throttle::Moment next_look() const { return look_again_at_; }
  const std::vector<CappedNumber>& capped() const { return capped_; }

 private:
  struct Posting {
    Intent intent;
    OutboundMessage message;
    const Provider* provider = nullptr;
  };

  int room(int at_once) const {
    return at_once - calls_.count() - static_cast<int>(to_deliver_.size());
  }
  void settle(Round& round, const Intent& posted, const SendResult& result);
  bool may_try(const WaitingTexts::Lane& lane);
  bool claim(Round& round, const Intent& intent, int& done);
  bool doubt(Round& round, const Intent& intent, const Claim& claim);

  Carriers& carriers_;
  const DispatchOptions& options_;
  Wire& wire_;
  WaitingTexts waiting_;
  NumberLimits limits_;
  std::optional<Adoption> adoption_;  // as this turn knows it
  InFlight<Posting> calls_;
  std::deque<Posting> to_deliver_;  // by providers without a network
  std::vector<std::pair<Intent, SendResult>> delivered_;
  bool throttled_ = false;
  bool all_wait_ = false;
  std::vector<CappedNumber> capped_;
  Throttle::Moment look_again_at_;
};

}  // namespace smsflow
