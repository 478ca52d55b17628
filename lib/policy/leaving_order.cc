#include "policy/leaving_order.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace smsflow {

int leaving_rank(SendKind kind) {
  switch (kind) {
    case SendKind::kOptOutConfirmation:
      return 0;
    case SendKind::kAgent:
      return 1;
    case SendKind::kReply:
      return 2;
    case SendKind::kProactive:
      break;
  }
  return 3;
}

bool leaves_before(const Waiting& left, const Waiting& right) {
  const auto key = [](const Waiting& text) {
    return std::tuple(leaving_rank(text.kind), text.expires.value_or(Instant::max()), text.due,
                      text.place);
  };
  return key(left) < key(right);
}

Instant cap_frees(const std::vector<Departure>& departures, int cap, int segments, Instant now) {
  if (cap <= 0) return now;
  const int needed = std::min(segments, cap);
  const auto counts = [now](const Departure& one) { return now - one.at < kCapWindow; };
  int used = 0;
  for (const Departure& one : departures) used += counts(one) ? one.segments : 0;
  if (used + needed <= cap) return now;
  Instant frees = now;
  for (const Departure& one : departures) {
    if (!counts(one)) continue;
    used -= one.segments;
    frees = one.at + kCapWindow;
    if (used + needed <= cap) break;
  }
  return frees;
}

CapWindow::CapWindow(std::vector<Departure> left, int cap, Instant now)
    : left_(std::move(left)), cap_(cap), now_(now) {
  for (const Departure& one : left_) used_ += now - one.at < kCapWindow ? one.segments : 0;
}

Instant CapWindow::frees(int segments) const {
  const bool fits = cap_ <= 0 || used_ + std::min(segments, cap_) <= cap_;
  return fits ? now_ : cap_frees(left_, cap_, segments, now_);
}

void CapWindow::leave(int segments) {
  left_.push_back({now_, segments});
  used_ += segments;
}

}  // namespace smsflow
