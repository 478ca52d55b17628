// A share of time at the log: who holds the write lock lets others have it when this is over.
#pragma once

#include <algorithm>
#include <chrono>

namespace smsflow {

class Slice {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  // Without an end.
  Slice() = default;
  explicit Slice(std::chrono::milliseconds length) : end_(Moment::clock::now() + length) {}

  bool is_over() const { return end_ != kNever && Moment::clock::now() >= end_; }
  // Half of what is left, so that who comes next has the other half.
  Slice half() const {
    Slice part;
    const Moment now = Moment::clock::now();
    if (end_ != kNever) part.end_ = now + std::max(end_ - now, Moment::duration{}) / 2;
    return part;
  }

 private:
  static constexpr Moment kNever = Moment::max();
  Moment end_ = kNever;
};

// With its commit a turn stays below 50 ms.
inline constexpr std::chrono::milliseconds kTurnAtLog{40};

}  // namespace smsflow
