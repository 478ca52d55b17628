// The hooks of a dispatcher: posted at least once, each under its own id, again after a pause until
// a receiver takes it or it is given up (state rejected: the dead letter).
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/outbox.h"
#include "app/receiver_health.h"
#include "app/receivers.h"

namespace smsflow {

inline constexpr int kHooksAtOnce = 32;  // over all receivers

class HookOutbox {
 public:
  // `receivers` may be null: then nothing is posted at all.
  HookOutbox(const Receivers* receivers, const DispatchOptions& options, Wire& wire)
      : receivers_(receivers), options_(options), wire_(wire) {}

  // Takes a result; false when the call was not one of its own.
  bool settle(Round& round, const HttpResult& answer);
  // What a process that ended had begun: whether it arrived is all one, it goes out again.
  bool take_back(Round& round, const Intent& posted);
  // How many rows it changed. What shall leave waits for start().
  int claim(Round& round);
  // Call it after the commit, and never before.
  void start();
  // Takes back what belongs to a transaction that came to nothing.
  void roll_back() { calls_.roll_back(); }

  bool is_running(const std::string& intent) const { return calls_.is_running(intent); }
  bool is_busy() const { return calls_.is_busy(); }
  bool has_calls() const { return calls_.has_chosen(); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Call {
    Intent intent;
    HttpCall request;
  };

  int claim(Round& round, const HookEndpoint& endpoint, int room);
  int drop_unwanted(Round& round);
  void retry(Round& round, Intent& next, const std::optional<Duration>& asked_for);

  const Receivers* receivers_;
  const DispatchOptions& options_;
  Wire& wire_;
  std::map<std::string, ReceiverHealth> health_;
  InFlight<Call> calls_;
  std::size_t first_ = 0;  // receiver that is served first; another one each turn
  std::optional<Clock::time_point> looked_for_unwanted_;
};

}  // namespace smsflow
