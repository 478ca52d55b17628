// A run without the world: a virtual clock, a simulated carrier, a log, the same walk as live.
// `simulate` and `replay` play on it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/dispatch.h"
#include "app/simulated_carrier.h"

namespace smsflow {

class Rehearsal {
 public:
  using OnText = std::function<void(const SimulatedText&)>;
  using OnMove = std::function<void()>;               // the clock has moved
  using OnHeld = std::function<void(const Intent&)>;  // due, but its record was not seen lately

  Rehearsal(Config config, const std::vector<std::string>& workflows, std::unique_ptr<Log> store);
  Rehearsal(const Rehearsal&) = delete;
  Rehearsal& operator=(const Rehearsal&) = delete;

  void on_text(OnText handler) { on_text_ = std::move(handler); }
  void on_move(OnMove handler) { on_move_ = std::move(handler); }
  // Called whenever nothing moves any more, for every text that is held then.
  void on_held(OnHeld handler) { on_held_ = std::move(handler); }

  // Lets everything leave that is due now, and its receipts return, until nothing moves. Throws
  // Error{kBadInput} for a workflow that never comes to rest.
  void settle();
  // Moves the clock from one due moment to the next, settling at each.
  void advance(Instant until);

  const Config& config() const { return config_; }
  Programs& programs() { return programs_; }
  Log& store() { return *store_; }
  Carriers& carriers() { return *carriers_; }
  SimulatedCarrier& carrier() { return *carrier_; }
  ManualClock& clock() { return clock_; }
  Instant now() const { return clock_.now(); }

 private:
  void tell_held();

  Config config_;
  Programs programs_;
  std::unique_ptr<Log> store_;
  SimulatedCarrier* carrier_ = nullptr;  // owned by carriers_
  std::unique_ptr<Carriers> carriers_;
  ManualClock clock_{Instant{}};
  std::unique_ptr<Dispatcher> dispatcher_;
  OnText on_text_;
  OnMove on_move_;
  OnHeld on_held_;
};

}  // namespace smsflow
