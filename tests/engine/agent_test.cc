#include "fixture.h"

namespace smsflow::agent_test {
namespace {

struct HandedOff : World {
  HandedOff() {
    see(record());
    deliver();
    hear("is there parking?");
  }
  void act(AgentAction action) {
    action.agent = "kim";
    take(decide(setting, action, handoffs.begin()->second, conversation(), contact, now));
  }
  const Handoff& handoff() const { return handoffs.begin()->second; }
};

}  // namespace

TEST_CASE("claim, reply, resolve") {
  HandedOff world;
  world.act({.kind = AgentAction::Kind::kClaim});
  CHECK(world.handoff().status == HandoffStatus::kClaimed);
  CHECK(world.handoff().agent == "kim");
  world.act({.kind = AgentAction::Kind::kReply, .text = "Yes, behind the {building}."});
  CHECK(world.planned() == std::vector<std::string>{"agent.reply"});
  CHECK(world.handoff().responded_at == world.now);
  world.act({.kind = AgentAction::Kind::kResolve, .label = "confirm"});
  CHECK(world.handoff().status == HandoffStatus::kResolved);
  CHECK(world.handoff().label == "confirm");
  CHECK(world.contact.handoff.empty());
  CHECK(world.conversation().outcome == "confirmed");
  CHECK(world.conversation().resolution == "agent");
}

TEST_CASE("an agent's words are never read as a template") {
  HandedOff world;
  world.act({.kind = AgentAction::Kind::kReply, .text = "{first_name}"});
  for (const auto& [id, intent] : world.intents) {
    if (intent.step == "agent.reply") CHECK(intent.literal);
  }
}

TEST_CASE("handed back, the question is open again; resolved without a label, it ends") {
  HandedOff world;
  world.act({.kind = AgentAction::Kind::kResolve, .hand_back = true});
  CHECK(world.conversation().status == ConversationStatus::kOpen);
  world.hear("C");
  CHECK(world.conversation().outcome == "confirmed");
  HandedOff other;
  other.act({.kind = AgentAction::Kind::kResolve});
  CHECK(other.conversation().status == ConversationStatus::kEnded);
  CHECK(other.conversation().outcome == "resolved");
}

TEST_CASE("two answers in one instant are two texts") {
  HandedOff world;
  world.act({.kind = AgentAction::Kind::kReply, .text = "Yes."});
  world.act({.kind = AgentAction::Kind::kReply, .text = "Behind the building."});
  world.act({.kind = AgentAction::Kind::kReply, .text = "Ring twice."});
  int replies = 0;
  for (const auto& [id, intent] : world.intents) replies += intent.step == "agent.reply" ? 1 : 0;
  CHECK(replies == 3);
}

TEST_CASE("resolved though its workflow cannot be had: the outcome is what the person says") {
  HandedOff world;
  world.lose_revisions();
  world.setting.current.clear();
  world.act({.kind = AgentAction::Kind::kResolve, .label = "confirm"});
  CHECK(world.conversation().status == ConversationStatus::kEnded);
  CHECK(world.conversation().outcome == "confirm");
  CHECK(world.contact.handoff.empty());
}

}  // namespace smsflow::agent_test
