// Where "now" comes from. Everything below cmd/ takes a Clock or an Instant; nothing else reads the
// system's clock.
#pragma once

#include "time/instant.h"

namespace smsflow {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

// A clock that stands still until told otherwise (--now, simulate, replay, tests).
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant at) : at_(at) {}
  Instant now() const override { return at_; }
  void set(Instant at) { at_ = at; }
  void advance(Duration by) { at_ += by; }

 private:
  Instant at_;
};

// Starts at a given moment and then runs as the system's does (`serve-webhook --now`, loopback).
class ShiftedClock final : public Clock {
 public:
  explicit ShiftedClock(Instant start);
  Instant now() const override;

 private:
  Duration shift_;
};

}  // namespace smsflow
