#include "app/receiver_health.h"

#include <doctest/doctest.h>

namespace smsflow::receiver_health_test {

using namespace std::chrono_literals;

TEST_CASE("a receiver that fails is called one at a time, and then gets a rest") {
  ReceiverHealth health;
  const ReceiverHealth::Moment start{};
  CHECK(health.room(start) == 4);
  for (int i = 0; i < 3; ++i) {
    health.failed(start);
    CHECK(health.room(start) == 1);
  }
  health.failed(start);
  CHECK(health.room(start + 4999ms) == 0);
  CHECK(health.room(start + 5s) == 1);
  health.failed(start + 5s);
  CHECK(health.room(start + 14s) == 0);
  CHECK(health.room(start + 15s) == 1);
  for (int i = 0; i < 100; ++i) health.failed(start + 15s);
  CHECK(health.room(start + 74s) == 0);
  CHECK(health.room(start + 75s) == 1);
  health.succeeded();
  CHECK(health.room(start + 75s) == 4);
}

TEST_CASE("a receiver's wish for a rest is granted, within bounds") {
  ReceiverHealth health;
  const ReceiverHealth::Moment start{};
  health.failed(start, 30s);
  CHECK(health.room(start + 29s) == 0);
  CHECK(health.room(start + 30s) == 1);
  health.failed(start + 30s, 24h);
  CHECK(health.room(start + 329s) == 0);
  CHECK(health.room(start + 330s) == 1);
}

}  // namespace smsflow::receiver_health_test
