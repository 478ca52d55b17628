// Drives the outbox and the timers: claims what is due, asks policy in the transaction that writes
// `posting`, lets the bytes leave after the commit, writes down what became of them. Safe beside
// other dispatchers on the same log; a dispatcher that dies leaves `posting` rows: texts and mails
// become `unknown`, never a second one; hooks go out again under the same id.
#pragma once

#include <memory>

#include "app/carriers.h"
#include "app/receivers.h"
#include "app/round.h"
#include "time/clock.h"

namespace smsflow {

class Dispatcher {
 public:
  // Without `receivers` no hook and no mail leaves (simulate, replay).
  Dispatcher(Log& store, Programs& programs, Carriers& carriers, const Clock& clock,
             const Receivers* receivers, DispatchOptions options);
  ~Dispatcher();

  // One turn: results in, timers, unknowns, claims, commit, then the bytes. Waits at most `wait_ms`
  // for running requests. True while something is in flight or was done.
  bool turn(int wait_ms);
  // Turns until nothing is due and nothing is in flight.
  void run_until_idle();
  // Makes a waiting turn() return (from any thread).
  void wake();

  const DispatchCounts& counts() const { return counts_; }

 private:
  struct Impl;
  DispatchCounts counts_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smsflow
