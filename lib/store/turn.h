// Turns between the threads of one process: at most one transaction of a store at a time.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "text/error.h"

namespace smsflow {

struct Turns {
  std::mutex mutex;
  std::condition_variable free;
  bool taken = false;
  std::thread::id by;
};

// Held until destroyed, by any thread. Waits as long as it takes: a slow disk is no fault. Throws
// Error{kOutside} to the thread that took the turn itself, which would wait for ever.
class Turn {
 public:
  explicit Turn(Turns& turns) : turns_(&turns) {
    std::unique_lock lock(turns.mutex);
    if (turns.taken && turns.by == std::this_thread::get_id()) {
      throw Error(ErrorKind::kOutside, "a transaction of the log is open in this thread already");
    }
    turns.free.wait(lock, [&] { return !turns.taken; });
    turns.taken = true;
    turns.by = std::this_thread::get_id();
  }
  ~Turn() {
    if (turns_ == nullptr) return;
    {
      const std::scoped_lock lock(turns_->mutex);
      turns_->taken = false;
    }
    turns_->free.notify_one();
  }
  Turn(Turn&& other) noexcept : turns_(std::exchange(other.turns_, nullptr)) {}
  Turn& operator=(Turn&&) = delete;

 private:
  Turns* turns_;
};

}  // namespace smsflow
