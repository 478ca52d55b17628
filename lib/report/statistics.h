// The two statistics every figure of the report rests on: an interval for one rate, and a median of
// times some of which are not over yet. Pure.
#pragma once

#include <cstdint>
#include <optional>

namespace smsflow {

struct Interval {
  double low = 0;
  double high = 1;
};

// Wilson's score interval at 95 % (E. B. Wilson, JASA 22, 1927), without continuity correction.
// Nothing when `n` is 0.
std::optional<Interval> wilson(std::int64_t successes, std::int64_t n);

// The median of a Kaplan-Meier curve (JASA 53, 1958) over times given in ascending order, without
// holding them. A time that is not over counts as at risk until then, and not beyond. Events come
// before censorings of the same time.
//
//   MedianTime median(total);
//   median.add(30'000, 2, 1);  // at 30 s: two are over, one is still open
class MedianTime {
 public:
  // `total`: how many times there are, open ones included.
  explicit MedianTime(std::int64_t total) : at_risk_(total) {}

  void add(std::int64_t time_ms, std::int64_t over, std::int64_t open);

  // Nothing while fewer than half are over.
  std::optional<std::int64_t> median_ms() const { return median_ms_; }

 private:
  std::int64_t at_risk_;
  double surviving_ = 1;
  std::optional<std::int64_t> median_ms_;
};

}  // namespace smsflow
