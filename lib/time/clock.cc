#include "time/clock.h"

namespace smsflow {

Instant SystemClock::now() const {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

ShiftedClock::ShiftedClock(Instant start) : shift_(start - SystemClock().now()) {}

Instant ShiftedClock::now() const {
  return SystemClock().now() + shift_;
}

}  // namespace smsflow
