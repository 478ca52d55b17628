// Drives the outbox and the timers: claims what is due, asks policy in the transaction that writes
// `posting`, lets the bytes leave after the commit, writes down what became of them. Safe beside
// other dispatchers on the same log; a dispatcher that dies leaves `posting` rows, which become
// `unknown`, never a second text.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/carriers.h"
#include "app/programs.h"
#include "http/client.h"
#include "store/store.h"
#include "time/clock.h"

namespace smsflow {

struct DispatchCounts {
  std::int64_t accepted = 0;
  std::int64_t rejected = 0;
  std::int64_t unknown = 0;
  std::int64_t not_sent = 0;  // will be tried again
  std::int64_t suppressed = 0;
  std::int64_t expired = 0;
  std::int64_t deferred = 0;  // quiet hours
  std::int64_t settled = 0;   // unknown ones that `find` settled
  std::int64_t expired_unknown = 0;
  std::map<std::string, std::int64_t> blocked;  // by BlockReason
};

struct DispatchOptions {
  std::string owner;  // "send/PID"; makes a dead process's rows recognisable
  int concurrency = 32;
  bool real_time = true;  // false: the clock is virtual; throttles and dates do not apply
};

class Dispatcher {
 public:
  Dispatcher(Store& store, Programs& programs, Carriers& carriers, const Clock& clock,
             DispatchOptions options);
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
