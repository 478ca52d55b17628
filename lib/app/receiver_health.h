// How a receiver of hooks has fared in this process: one that fails again and again gets a rest, so
// that its backlog holds up neither the others nor the end of a run.
#pragma once

#include <chrono>

#include "time/instant.h"

namespace smsflow {

class ReceiverHealth {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  // How many calls may be under way at once: 4; 1 after a failure; 0 while it rests.
  int room(Moment now) const;
  void succeeded() { *this = {}; }
  // After 4 failures in a row it rests: 5 s, doubled by each further one, at most a minute; or as
  // long as the receiver asked for, at most 5 minutes.
  void failed(Moment now, Duration asked_for = {});

 private:
  int failures_ = 0;  // in a row
  Moment rests_until_;
};

}  // namespace smsflow
