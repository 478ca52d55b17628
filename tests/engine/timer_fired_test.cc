#include "fixture.h"

namespace smsflow {
namespace {

Decision fire(World& world, const Timer& timer) {
  std::optional<Handoff> handoff;
  if (!timer.handoff.empty()) handoff = world.handoffs.at(timer.handoff);
  return decide(world.setting, timer, world.conversation(), handoff, world.contact, world.now);
}

}  // namespace

TEST_CASE("the reply clock starts at the confirmed send") {
  World world;
  world.see(world.record());
  CHECK(world.timers.empty());
  world.now += std::chrono::minutes{7};
  world.deliver();
  REQUIRE(world.timers.size() == 1);
  CHECK(world.timers.begin()->second.due == world.now + std::chrono::hours{6});
}

TEST_CASE("silence nudges once, and a stale timer is a no-op") {
  World world;
  world.see(world.record());
  world.deliver();
  const Timer silence = world.timers.begin()->second;
  world.now = silence.due;
  world.take(fire(world, silence));
  CHECK(world.conversation().state == "nudged");
  CHECK(world.conversation().status == ConversationStatus::kOpen);  // the first question stands
  CHECK(world.planned().size() == 1);
  world.take(fire(world, silence));
  CHECK(world.last.handled == "stale");
  CHECK(world.planned().empty());
}

TEST_CASE("whoever answered is not nudged") {
  World world;
  world.see(world.record());
  world.deliver();
  const Timer silence = world.timers.begin()->second;
  world.hear("C");
  world.now = silence.due;
  world.take(fire(world, silence));
  CHECK(world.planned().empty());
}

TEST_CASE("a hand-off nobody attends to alerts, at most four times") {
  World world;
  world.see(world.record());
  world.deliver();
  world.hear("is there parking?");
  REQUIRE(world.handoffs.size() == 1);
  const std::string id = world.handoffs.begin()->first;
  Timer alert = world.timers.at(id + "/alert");
  CHECK(alert.due == world.now + std::chrono::minutes{15});
  for (int i = 1; i <= 4; ++i) {
    world.now = alert.due;
    world.take(fire(world, alert));
    CHECK(world.handoffs.at(id).alerts == i);
    alert = world.timers.at(id + "/alert");
  }
  CHECK(alert.due == world.now);  // not set again
}

}  // namespace smsflow
