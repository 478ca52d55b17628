// What leaves first, and how much a number may still send. The log's query and the outbox follow
// from it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "policy/may_send.h"
#include "time/instant.h"

namespace smsflow {

// Smaller leaves first: the confirmation of an opt-out (the law wants it within 5 minutes), what a
// person wrote, the answer somebody waits for, and only then what we begin.
int leaving_rank(SendKind kind);

// A text that waits to leave.
struct Waiting {
  SendKind kind = SendKind::kProactive;
  std::optional<Instant> expires;
  Instant due;
  std::int64_t place = 0;  // in the order of planning
};

// By rank, then by deadline (one without a deadline last), then by when it was due, then by when it
// was planned.
bool leaves_before(const Waiting& left, const Waiting& right);

// Segments that left a number.
struct Departure {
  Instant at;
  int segments = 0;
};

// A daily cap counts what left within this time.
inline constexpr Duration kCapWindow = std::chrono::hours{24};

// When a number may send a text of `segments` under a cap of `cap` segments a day: `now`, or the
// moment enough of what left is a day old. 0 is no cap; a text larger than the cap waits until
// nothing is left in the window. `departures` are oldest first.
Instant cap_frees(const std::vector<Departure>& departures, int cap, int segments, Instant now);

// The daily cap of a number at one moment, while texts leave it one after the other.
class CapWindow {
 public:
  // `left`: what left within kCapWindow before `now`, oldest first.
  CapWindow(std::vector<Departure> left, int cap, Instant now);

  // When a text of `segments` may leave: `now`, or later.
  Instant frees(int segments) const;
  void leave(int segments);

 private:
  std::vector<Departure> left_;
  int cap_;
  Instant now_;
  int used_ = 0;
};

}  // namespace smsflow
