#include "policy/leaving_order.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

namespace smsflow::leaving_order_test {

namespace {

Instant at(std::int64_t seconds) {
  return from_ms(seconds * 1000);
}

}  // namespace

TEST_CASE("an answer leaves before whatever we begin, however near its deadline") {
  const Waiting confirmation{SendKind::kOptOutConfirmation, std::nullopt, at(90)};
  const Waiting person{SendKind::kAgent, std::nullopt, at(90)};
  const Waiting reply{SendKind::kReply, std::nullopt, at(90)};
  const Waiting soon{SendKind::kProactive, at(91), at(50)};
  const Waiting later{SendKind::kProactive, at(200), at(1)};
  const Waiting later_due{SendKind::kProactive, at(200), at(2)};
  const Waiting timeless{SendKind::kProactive, std::nullopt, at(0)};
  const std::vector<Waiting> order{confirmation, person, reply, soon, later, later_due, timeless};
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = 0; j < order.size(); ++j) {
      CAPTURE(i);
      CAPTURE(j);
      CHECK(leaves_before(order[i], order[j]) == (i < j));
    }
  }
}

TEST_CASE("a cap frees when enough of what left is a day old") {
  const Instant now = at(200'000);
  const Instant long_ago = now - kCapWindow;
  CHECK(cap_frees({}, 0, 9, now) == now);
  CHECK(cap_frees({{now, 99}}, 0, 9, now) == now);
  CHECK(cap_frees({}, 3, 3, now) == now);
  CHECK(cap_frees({{long_ago, 3}}, 3, 1, now) == now);
  const std::vector<Departure> full{{now - Duration{3000}, 1}, {now - Duration{2000}, 2}};
  CHECK(cap_frees(full, 4, 1, now) == now);
  CHECK(cap_frees(full, 3, 1, now) == now - Duration{3000} + kCapWindow);
  CHECK(cap_frees(full, 3, 2, now) == now - Duration{2000} + kCapWindow);
  CHECK(cap_frees(full, 3, 9, now) == now - Duration{2000} + kCapWindow);
}

TEST_CASE("when a cap frees, the text may leave, and not a moment sooner") {
  std::mt19937 chance(1);
  const auto pick = [&](int most) { return std::uniform_int_distribution<int>(1, most)(chance); };
  const Instant now = at(200'000);
  int held = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<Departure> left;
    for (int i = pick(8); i > 0; --i) left.push_back({now - Duration{pick(100'000'000)}, pick(3)});
    std::sort(left.begin(), left.end(),
              [](const Departure& a, const Departure& b) { return a.at < b.at; });
    const int cap = pick(6);
    const int segments = pick(3);
    const Instant frees = cap_frees(left, cap, segments, now);
    held += frees > now ? 1 : 0;
    CHECK(cap_frees(left, cap, segments, frees) == frees);
    if (frees > now) CHECK(cap_frees(left, cap, segments, frees - Duration{1}) == frees);
  }
  CHECK(held > 500);
}

}  // namespace smsflow::leaving_order_test
