// The texts of a dispatcher: claims what is due, lets it leave after the commit, and writes down
// what became of it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/carriers.h"
#include "app/claim.h"
#include "app/number_limits.h"
#include "app/round.h"

namespace smsflow {

inline constexpr int kKeptForAnswers = 8;  // requests at once that what we begin does not take

class TextOutbox {
 public:
  TextOutbox(Carriers& carriers, const DispatchOptions& options, Wire& wire)
      : carriers_(carriers), options_(options), wire_(wire), limits_(options.real_time) {}

  // Takes a result; false when the call was not one of its own.
  bool settle(Round& round, const HttpResult& answer);
  // The same for providers without a network; how many there were.
  int settle_delivered(Round& round);
  // How many rows it changed. What shall leave waits for start(). Without `news` what we begin is
  // not looked at before a number can send again.
  int claim(Round& round, bool news);

  // Call it after the commit, and never before.
  void start();
  // Takes back what belongs to a transaction that came to nothing.
  void roll_back();

  bool is_running(const std::string& intent) const;
  bool is_busy() const { return !running_.empty() || !delivered_.empty(); }
  bool has_delivered() const { return !delivered_.empty(); }
  bool is_throttled() const { return throttled_; }  // something due waits for its number's rate
  bool has_calls() const { return !calls_.empty(); }
  const std::vector<CappedNumber>& capped() const { return capped_; }

 private:
  struct Posting {
    Intent intent;
    OutboundMessage message;
    const Provider* provider = nullptr;
  };
  struct Sent {
    Intent intent;
    SendResult result;
  };

  void settle(Round& round, const Intent& posted, const SendResult& result);
  int claim(Round& round, DueKind kind, int at_once);
  std::vector<Intent> choose(Round& round, DueKind kind, int limit);
  int claim(Round& round, const std::vector<Intent>& due, int room);
  bool doubt(Round& round, const Intent& intent, const Claim& claim);

  Carriers& carriers_;
  const DispatchOptions& options_;
  Wire& wire_;
  NumberLimits limits_;
  std::map<std::uint64_t, Posting> running_;
  std::vector<std::uint64_t> settled_;  // with this turn
  std::vector<Posting> calls_;          // committed with this turn
  std::vector<Sent> delivered_;         // by providers without a network
  bool throttled_ = false;
  std::vector<CappedNumber> capped_;
  Throttle::Moment look_again_at_;
};

}  // namespace smsflow
