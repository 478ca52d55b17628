#include "app/forecast.h"

#include <doctest/doctest.h>

#include "outbox.h"

namespace smsflow::forecast_test {
namespace {

using std::chrono::hours;

std::map<std::string, Foreseen> foreseen(Outbox& outbox, std::vector<CappedNumber>* capped = {}) {
  std::map<std::string, Foreseen> found;
  if (!outbox.programs) outbox.start();
  const auto log = outbox.log->imagine();
  Forecast forecast(*log, *outbox.programs, *outbox.carriers, outbox.clock.now(),
                    [&](const Foreseen& one) { found[one.intent] = one; });
  forecast.finish();
  if (capped != nullptr) *capped = forecast.capped();
  return found;
}

}  // namespace

TEST_CASE("an answer takes the room that a cap leaves, and what we begin waits") {
  Outbox outbox;
  outbox.config.senders["main"].daily_cap = 2;
  outbox.plan({outbox.reminder("late", 1, hours{9}), outbox.reminder("soon", 2, hours{1}),
               outbox.text("answer", 3)});
  std::vector<CappedNumber> capped;
  const auto found = foreseen(outbox, &capped);
  CHECK(found.at("answer").leaves);
  CHECK(found.at("soon").leaves);
  CHECK(found.at("late").waits);
  REQUIRE(capped.size() == 1);
  CHECK(capped[0].next == kNoon + kCapWindow);
  outbox.dispatcher->run_until_idle();
  CHECK(outbox.state("soon") == IntentState::kAccepted);
  CHECK(outbox.state("late") == IntentState::kPlanned);
}

TEST_CASE("what is blocked has its reason, and nothing is written") {
  Outbox outbox;
  Intent stale = outbox.reminder("stale", 1, hours{1});
  stale.expires = kNoon;
  Intent later = outbox.reminder("later", 2, hours{9});
  later.due = kNoon + hours{1};
  outbox.plan({stale, later});
  const auto found = foreseen(outbox);
  CHECK(found.size() == 1);
  CHECK(found.at("stale").block == BlockReason::kStale);
  CHECK(outbox.state("stale") == IntentState::kPlanned);
}

TEST_CASE("one contact gets so many answers an hour, one after the other") {
  Outbox outbox;
  std::vector<Intent> answers;
  for (int i = 0; i < kMaxRepliesPerHour + 1; ++i) {
    answers.push_back(outbox.text("a" + std::to_string(i), 1));
  }
  outbox.plan(answers);
  const auto found = foreseen(outbox);
  CHECK(found.at("a0").leaves);
  CHECK(found.at("a" + std::to_string(kMaxRepliesPerHour)).block == BlockReason::kCapped);
}

}  // namespace smsflow::forecast_test
