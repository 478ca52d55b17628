// Takes what arrived to the log: one transaction for all that waits, and an answer to each only
// after its commit. A log that is busy costs 503s, a request that cannot be decided costs itself;
// only a commit in doubt ends it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/alarm.h"
#include "app/arrived.h"
#include "app/request_file.h"
#include "time/clock.h"

namespace smsflow {

class Committer {
 public:
  // `capture` may be null. `on_commit` and `on_failure` are called on the thread of run().
  Committer(Log& log, Programs& programs, const Clock& clock, Alarm& alarm, RequestFile& quarantine,
            RequestFile* capture);

  std::function<void()> on_commit;
  std::function<void(std::exception_ptr)> on_failure;

  // From any thread. Answers 503 when too much waits, or nothing is taken any more.
  void add(Arrived arrived);
  // Commits until close() and until nothing waits, or until a commit is in doubt.
  void run();
  // What waits is still taken.
  void close();
  // Nothing is taken any more, what waits is answered 503.
  void give_up();
  bool is_healthy() const { return healthy_; }

 private:
  struct Undecided {
    std::size_t at = 0;  // in the batch
    std::string why;
  };

  bool next_batch(std::vector<Arrived>& batch);
  void commit(std::vector<Arrived>& batch);
  // In one transaction, which comes to nothing when a request cannot be decided.
  std::optional<Undecided> try_commit(std::vector<Arrived>& batch);
  void set_aside(Arrived arrived, const std::string& why);

  Log& log_;
  Programs& programs_;
  const Clock& clock_;
  Alarm& alarm_;
  RequestFile& quarantine_;
  RequestFile* capture_;
  std::mutex mutex_;
  std::condition_variable arrival_;
  std::vector<Arrived> queue_;
  bool closing_ = false;
  std::atomic<bool> healthy_{true};
};

}  // namespace smsflow
