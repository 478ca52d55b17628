// Turns between the threads of one process: at most one transaction of a store at a time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "text/error.h"

namespace smsflow {

struct Turns {
  std::mutex mutex;
  std::condition_variable free;
  bool taken = false;
};

// Held until destroyed, by any thread. Throws Error{kOutside} when it waited `busy_ms` in vain.
class Turn {
 public:
  Turn(Turns& turns, int busy_ms) : turns_(&turns) {
    std::unique_lock lock(turns.mutex);
    if (!turns.free.wait_for(lock, std::chrono::milliseconds(busy_ms),
                             [&] { return !turns.taken; })) {
      throw Error(ErrorKind::kOutside, "the log is busy: another transaction goes on too long");
    }
    turns.taken = true;
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
