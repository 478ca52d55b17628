// The one who writes to the log in a server: requests that arrived, answers of carriers, timers and
// claims are the inputs of one loop. Each turn decides all of them in one transaction, commits it,
// and only then answers the requests and lets the texts leave. While another process writes, what
// arrives waits; a request or a row that cannot be decided costs itself; only a commit in doubt,
// and a log that is gone, end it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/alarm.h"
#include "app/arrivals.h"
#include "app/dispatch.h"
#include "app/request_file.h"
#include "time/clock.h"

namespace smsflow {

class Writer {
 public:
  // `capture` may be null. A request waits `patience_ms` for the log, then it is answered 503.
  Writer(Log& log, Programs& programs, Dispatcher& dispatcher, const Clock& clock, Alarm& alarm,
         RequestFile& quarantine, RequestFile* capture, int patience_ms);

  // Called on the thread of run() after each turn; may be empty.
  std::function<void()> on_turn;

  // From any thread.
  Arrivals& arrivals() { return arrivals_; }
  // Writes until the arrivals are closed and none waits, then lets running requests end. Throws the
  // Error that ended it.
  void run();

 private:
  using Moment = Arrivals::Moment;

  bool turn(int wait_ms);
  // Null: the log is not to be had just now.
  std::unique_ptr<Transaction> begin();
  void wait_in_vain(const std::string& why);
  void wait_for_lost(const LogGone& error);
  // False: the transaction has to come to nothing. What did not fit in is put back.
  bool take_arrivals(std::unique_ptr<Transaction>& log, std::vector<Arrived>& batch, bool& news);
  bool drive_outbox(std::unique_ptr<Transaction>& log, bool& news);
  void keep_capture(const std::vector<Arrived>& batch);
  void set_aside(Arrived arrived, const std::string& why);

  Log& log_;
  Programs& programs_;
  Dispatcher& dispatcher_;
  const Clock& clock_;
  Alarm& alarm_;
  RequestFile& quarantine_;
  RequestFile* capture_;
  std::chrono::milliseconds patience_;
  Arrivals arrivals_;
  std::optional<Moment> busy_since_;  // the log
  std::optional<Moment> gone_since_;
};

}  // namespace smsflow
