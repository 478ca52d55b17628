#include "report/statistics.h"

#include <algorithm>
#include <cmath>

namespace smsflow {
namespace {

constexpr double kZ = 1.959963984540054;  // the 97.5 % quantile of the normal distribution
// A product of fractions that is one half on paper may end a hair above it.
constexpr double kHalf = 0.5 + 1e-9;

}  // namespace

std::optional<Interval> wilson(std::int64_t successes, std::int64_t n) {
  if (n <= 0) return std::nullopt;
  const auto count = static_cast<double>(n);
  const double share = static_cast<double>(successes) / count;
  const double square = kZ * kZ / count;
  const double centre = share + square / 2;
  const double spread = kZ * std::sqrt(share * (1 - share) / count + square / (4 * count));
  Interval interval{(centre - spread) / (1 + square), (centre + spread) / (1 + square)};
  interval.low = successes == 0 ? 0 : std::max(0.0, interval.low);
  interval.high = successes == n ? 1 : std::min(1.0, interval.high);
  return interval;
}

void MedianTime::add(std::int64_t time_ms, std::int64_t over, std::int64_t open) {
  if (over > 0 && at_risk_ > 0) {
    surviving_ *= static_cast<double>(at_risk_ - over) / static_cast<double>(at_risk_);
    if (!median_ms_ && surviving_ <= kHalf) median_ms_ = time_ms;
  }
  at_risk_ -= over + open;
}

}  // namespace smsflow
