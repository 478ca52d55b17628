#include "app/number_limits.h"

#include <doctest/doctest.h>

#include "outbox.h"

namespace smsflow::number_limits_test {
using std::chrono::milliseconds;

namespace {

const Throttle::Moment kStart = Throttle::Moment() + std::chrono::hours{1};

}  // namespace

TEST_CASE("a number that waits holds back all that comes later, and nobody else's") {
  Outbox outbox;
  SenderConfig slow{.name = "slow", .numbers = {kNumber}, .provider = "main"};
  SenderConfig free = slow;
  free.segments_per_second = 0;
  const Route route{.number = kNumber, .sender = &slow};
  const Route other{.number = kOtherNumber, .sender = &free};
  NumberLimits limits(true);
  const auto log = outbox.log->write(kNoon);

  limits.begin_turn(kStart);
  CHECK(limits.has_room(route));
  CHECK(limits.has_room(route));
  CHECK(limits.take(*log, route, 1, kNoon));
  CHECK_FALSE(limits.take(*log, route, 1, kNoon));
  CHECK_FALSE(limits.has_room(route));
  CHECK(limits.has_room(other));
  CHECK(limits.take(*log, other, 9, kNoon));
  CHECK(limits.holds_by_rate());
  CHECK(limits.next_slot() == kStart + milliseconds{1000});

  limits.begin_turn(kStart + milliseconds{500});
  CHECK_FALSE(limits.has_room(route));
  CHECK(limits.next_slot() == kStart + milliseconds{1000});
  limits.begin_turn(kStart + milliseconds{1000});
  CHECK_FALSE(limits.holds_by_rate());
  CHECK(limits.has_room(route));
  CHECK(limits.take(*log, route, 1, kNoon));
}

TEST_CASE("however many wait, the first ones leave") {
  Outbox outbox;
  SenderConfig three{.name = "three", .numbers = {kNumber}, .provider = "main"};
  three.segments_per_second = 3;
  const Route route{.number = kNumber, .sender = &three};
  NumberLimits limits(true);
  const auto log = outbox.log->write(kNoon);
  limits.begin_turn(kStart);
  int tried = 0;
  for (int i = 0; i < 1000; ++i) tried += limits.has_room(route) ? 1 : 0;
  CHECK(tried >= 3);
  CHECK(tried < 100);
  CHECK(limits.holds_by_rate());
  int left = 0;
  for (int i = 0; i < tried; ++i) left += limits.take(*log, route, 1, kNoon) ? 1 : 0;
  CHECK(left == 3);
}

TEST_CASE("a virtual clock knows no rate, but caps") {
  Outbox outbox;
  SenderConfig capped{.name = "capped", .numbers = {kNumber}, .provider = "main", .daily_cap = 2};
  const Route route{.number = kNumber, .sender = &capped};
  NumberLimits limits(false);
  {
    const auto log = outbox.log->write(kNoon);
    Intent left = outbox.text("a", 1);
    left.segments = 2;
    left.state = IntentState::kPosting;
    left.changed_at = kNoon;
    log->write(IntentPlanned{left});
    log->commit();
  }
  const auto log = outbox.log->write(kNoon);
  limits.begin_turn(kStart);
  CHECK(limits.has_room(route));
  CHECK_FALSE(limits.take(*log, route, 1, kNoon));
  CHECK_FALSE(limits.has_room(route));
  CHECK_FALSE(limits.holds_by_rate());
  REQUIRE(limits.capped().size() == 1);
  CHECK(limits.capped().front() == CappedNumber{"capped", kNumber, 2, kNoon + kCapWindow});
  CHECK(limits.found_full());
  limits.begin_look(DueKind::kBegun);
  CHECK_FALSE(limits.has_room(route));
  CHECK_FALSE(limits.found_full());
  CHECK_MESSAGE(limits.capped().front().texts == 3, "answers wait, too");
  limits.begin_look(DueKind::kBegun);
  CHECK(limits.capped().front().texts == 2);
  const Instant tomorrow = kNoon + kCapWindow;
  limits.begin_turn(kStart);
  CHECK(limits.has_room(route));
  CHECK(limits.take(*log, route, 1, tomorrow));
  CHECK(limits.capped().empty());
}

}  // namespace smsflow::number_limits_test
