#include "time/clock.h"

#include <doctest/doctest.h>

namespace smsflow::clock_test {

TEST_CASE("a manual clock stands still until told otherwise") {
  ManualClock clock(from_ms(1'000));
  CHECK(to_ms(clock.now()) == 1'000);
  clock.advance(Duration{500});
  CHECK(to_ms(clock.now()) == 1'500);
  clock.set(from_ms(-1));
  CHECK(to_ms(clock.now()) == -1);
}

TEST_CASE("a shifted clock starts where told and never runs back") {
  const Instant start = parse_rfc3339("2026-03-02T09:00:00-06:00").value();
  const ShiftedClock clock(start);
  const Instant first = clock.now();
  CHECK(first >= start);
  CHECK(first < start + std::chrono::minutes{10});
  CHECK(clock.now() >= first);
}

TEST_CASE("the system clock is past the day this was written") {
  CHECK(SystemClock().now() > parse_rfc3339("2025-01-01T00:00:00Z").value());
}

}  // namespace smsflow::clock_test
