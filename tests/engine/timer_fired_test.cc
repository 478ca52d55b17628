#include "parcel.h"

namespace smsflow::timer_fired_test {
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

TEST_CASE("a promise is kept though the customer has answered meanwhile") {
  Parcel parcel;
  parcel.see(parcel.stands("delayed"));
  parcel.deliver();
  parcel.hear("1");
  REQUIRE(parcel.conversation().status == ConversationStatus::kEnded);
  parcel.fire("/promise/delayed");
  CHECK(parcel.last.handled == "promise");
  CHECK(parcel.conversation().state == "still");
  CHECK(parcel.planned() == std::vector<std::string>{"still.say"});
}

TEST_CASE("a promise lapses when the record moves on, and reminds the person who has it") {
  Parcel parcel;
  parcel.see(parcel.stands("delayed"));
  parcel.deliver();
  SUBCASE("moved on") {
    parcel.now += std::chrono::hours{1};
    parcel.see(parcel.stands("delivered"));
    parcel.fire("/promise/delayed");
    CHECK(parcel.last.handled == "stale");
    CHECK(parcel.planned().empty());
  }
  SUBCASE("a person has it") {
    parcel.hear("let me talk to a person");
    parcel.fire("/promise/delayed");
    CHECK(parcel.last.handled == "alerted");
    CHECK(parcel.handoffs.begin()->second.alerts == 1);
    CHECK(parcel.planned().empty());
  }
}

TEST_CASE("after the matter one question, answered by a number") {
  Parcel parcel;
  parcel.see(parcel.stands("shipped"));
  parcel.deliver();
  parcel.hear("1");
  REQUIRE(parcel.conversation().outcome == "changed");
  parcel.fire("/satisfaction");
  CHECK(parcel.planned() == std::vector<std::string>{"satisfaction.say"});
  SUBCASE("rated") {
    parcel.deliver();
    parcel.hear("5");
    CHECK(parcel.conversation().rating == 5);
    CHECK(parcel.conversation().outcome == "changed");
    CHECK(parcel.planned() == std::vector<std::string>{"satisfaction.thanks"});
    parcel.fire("/satisfaction");
    CHECK(parcel.last.handled == "stale");
  }
  SUBCASE("no number is no rating") {
    parcel.deliver();
    parcel.hear("my parcel is broken");
    CHECK(parcel.conversation().rating == 0);
    CHECK(parcel.last.handled == "handed_off");
  }
  SUBCASE("a question put later has the number") {
    parcel.now += std::chrono::minutes{5};
    parcel.see(parcel.stands("delayed"));
    parcel.deliver();
    parcel.hear("1");
    CHECK(parcel.conversation().rating == 0);
    CHECK(parcel.verdict().label == "eta");
  }
}

TEST_CASE("a clock that runs out on a question whose workflow cannot be had is a person's") {
  Parcel world;
  world.see(world.stands("delayed"));
  world.deliver();
  world.lose_revisions();
  world.fire("/promise/delayed");
  CHECK(world.last.handled == "handed_off");
  CHECK(world.handoffs.size() == 1);
  World asked;
  asked.see(asked.record());
  asked.deliver();
  asked.lose_revisions();
  asked.setting.current.clear();
  const Timer silence = asked.timers.begin()->second;
  asked.now = silence.due;
  asked.take(decide(asked.setting, silence, asked.conversation(), {}, asked.contact, asked.now));
  CHECK(asked.handoffs.size() == 1);
}

}  // namespace smsflow::timer_fired_test
