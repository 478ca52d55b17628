// The texts of a dispatcher: claims what is due, lets it leave after the commit, writes down what
// became of it, and looks up what nobody can vouch for.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/carriers.h"
#include "app/round.h"
#include "app/throttle.h"

namespace smsflow {

class TextOutbox {
 public:
  TextOutbox(Carriers& carriers, const DispatchOptions& options, Wire& wire)
      : carriers_(carriers), options_(options), wire_(wire) {}

  // Takes a result; false when the call was not one of its own.
  bool settle(Round& round, const HttpResult& answer);
  // The same for providers without a network; how many there were.
  int settle_delivered(Round& round);
  // Each says how many rows it changed. What shall leave waits for start().
  int look_up(Round& round);
  int claim(Round& round);
  // Call it after the commit, and never before.
  void start();

  bool is_busy() const { return !running_.empty() || !delivered_.empty(); }
  bool has_delivered() const { return !delivered_.empty(); }
  bool is_throttled() const { return throttled_; }  // something due waits for a bucket
  bool has_calls() const { return !calls_.empty(); }

 private:
  struct Running {
    Intent intent;
    OutboundMessage message;
    const Provider* provider = nullptr;
    bool is_lookup = false;
  };
  struct Sent {
    Intent intent;
    SendResult result;
  };

  void settle(Round& round, const Intent& posted, const SendResult& result);
  void settle_lookup(Round& round, const Running& lookup, const HttpResult& answer);
  bool may_leave(Round& round, const Intent& next, const SenderConfig& sender);
  bool is_running(const std::string& intent) const;
  Instant posted_at(const Intent& intent) const;

  Carriers& carriers_;
  const DispatchOptions& options_;
  Wire& wire_;
  Throttle throttle_;
  std::map<std::uint64_t, Running> running_;
  std::vector<Running> calls_;   // committed with this turn
  std::vector<Sent> delivered_;  // by providers without a network
  bool throttled_ = false;
};

}  // namespace smsflow
