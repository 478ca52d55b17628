#include "app/throttle.h"

#include <doctest/doctest.h>

namespace smsflow {
namespace {

using std::chrono::milliseconds;
const Throttle::Moment kStart{};

// Texts of `segments` that pass in the first `ms` milliseconds, asked every millisecond.
int passed(double rate, int segments, int ms) {
  Throttle throttle;
  int count = 0;
  for (int i = 0; i < ms; ++i) {
    count += throttle.take("+1", rate, segments, kStart + milliseconds{i}) ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE("the rate holds over time, in segments") {
  CHECK(passed(1, 1, 10'000) == 10);
  CHECK(passed(1, 2, 10'000) == 5);
  CHECK(passed(5, 1, 10'000) <= 55);
  CHECK(passed(5, 1, 10'000) >= 50);
  CHECK(passed(0.5, 1, 10'000) == 5);
  CHECK(passed(0, 3, 100) == 100);
}

TEST_CASE("numbers do not share a bucket") {
  Throttle throttle;
  CHECK(throttle.take("+1", 1, 1, kStart));
  CHECK(throttle.take("+2", 1, 1, kStart));
  CHECK_FALSE(throttle.take("+1", 1, 1, kStart));
}

}  // namespace smsflow
