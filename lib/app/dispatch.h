// Drives the outbox and the timers: claims what is due, asks policy in the transaction that writes
// `posting`, lets the bytes leave after the commit, writes down what became of them. Safe beside
// other dispatchers on the same log; a dispatcher that dies leaves `posting` rows: texts and mails
// become `unknown`, never a second one at once; hooks go out again under the same id. A row that
// cannot be decided is set aside for a while, and the others go on.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "app/carriers.h"
#include "app/number_limits.h"
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
  // for running requests. True while something is in flight or was done. Throws Error{kLocked}
  // when the log was busy for too long, and Error{kOutside} for a disk or a log that fails: unless
  // is_in_doubt(), nothing is lost by trying again.
  bool turn(int wait_ms);
  // Turns until nothing is due and nothing is in flight.
  void run_until_idle();
  // Makes a waiting turn() or collect() return (from any thread).
  void wake();

  // The parts of a turn, for who has more to write in its transaction (app/writer.h).
  // Takes results of running requests; waits for the first at most `wait_ms`, or until it is time
  // to look at the log again.
  void collect(int wait_ms);
  // Whether work() may find anything to do: a result, a row that is due, what others wrote.
  bool has_work();
  // Results in, timers, unknowns, claims; how many rows changed. It ends early when `share` is
  // over, and the rest waits. What it throws costs the transaction: roll it back, and undo().
  int work(Transaction& log, std::chrono::milliseconds share);
  // While what work() threw is handled. True: a row was to blame, which is set aside now. Either
  // way it rests for a moment, so that others come first.
  bool undo();
  bool rests() const;
  // After the commit, and never before: lets the bytes leave. True when there were any.
  bool start();
  bool is_busy() const;  // something is in flight

  // A commit failed or the log cannot be used any more: no further turn may be tried.
  bool is_in_doubt() const;
  const DispatchCounts& counts() const { return counts_; }
  // Texts that wait for a daily cap, as the last turn saw them.
  const std::vector<CappedNumber>& capped() const;

 private:
  struct Impl;
  DispatchCounts counts_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smsflow
