#include "app/throttle.h"

#include <doctest/doctest.h>

namespace smsflow::throttle_test {
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

TEST_CASE("the room of a number and its next slot follow from the bucket") {
  Throttle throttle;
  CHECK(throttle.room("+1", 3, kStart) == 3);
  CHECK(throttle.next_slot("+1", 3, kStart) == kStart);
  CHECK(throttle.take("+1", 3, 3, kStart));
  CHECK(throttle.room("+1", 3, kStart) == 0);
  const Throttle::Moment next = throttle.next_slot("+1", 3, kStart);
  CHECK(next > kStart + milliseconds{333});
  CHECK(next < kStart + milliseconds{334});
  CHECK_FALSE(throttle.take("+1", 3, 1, next - milliseconds{1}));
  CHECK(throttle.take("+1", 3, 1, next));
  CHECK(throttle.room("+1", 0, kStart) > 1000);
  CHECK(throttle.next_slot("+1", 0, kStart) == kStart);
}

}  // namespace smsflow::throttle_test
