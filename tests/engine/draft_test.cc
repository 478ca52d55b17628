#include "engine/draft.h"

#include "fixture.h"

namespace smsflow::draft_test {
namespace {

struct Drafted : World {
  Drafted() {
    see(record());
    deliver();
  }
  Decision enter(std::string_view state) {
    Draft draft(setting, contact, now);
    Conversation& current = draft.conversation(conversation());
    draft.enter(setting.current.front(), current, state,
                {.kind = SendKind::kReply, .occurrence = "m1", .due = now, .expires = {}}, "test");
    return draft.finish("entered", "");
  }
};

// The ids of every intent and hand-off after these texts, with a conversation or without.
std::vector<std::string> ids_of(const char* number, bool asked,
                                const std::vector<std::string>& texts) {
  World world;
  world.phone = *PhoneNumber::from_e164(number);
  world.contact.phone = world.phone;
  if (asked) {
    world.see(world.record("2026-03-03T15:00:00-06:00"));
    world.deliver();
  }
  for (const std::string& text : texts) world.hear(text);
  std::vector<std::string> ids;
  for (const auto& [id, intent] : world.intents) ids.push_back(id);
  for (const auto& [id, handoff] : world.handoffs) ids.push_back(id);
  return ids;
}

}  // namespace

TEST_CASE("ids are the same for every number, so none can be computed back from them") {
  for (const bool asked : {false, true}) {
    for (const std::vector<std::string>& texts :
         {std::vector<std::string>{"STOP"}, {"HELP"}, {"purple 77 elephants", "HELP", "STOP"}}) {
      const std::vector<std::string> ids = ids_of("+13125550101", asked, texts);
      CHECK(ids.size() >= 1);
      CHECK(ids == ids_of("+13125550199", asked, texts));
    }
  }
}

TEST_CASE("a state that the workflow does not have is a person's") {
  Drafted world;
  world.take(world.enter("no_such_state"));
  CHECK(world.conversation().status == ConversationStatus::kOwned);
  CHECK(world.conversation().state == "asked");
  REQUIRE(world.handoffs.size() == 1);
  CHECK(world.handoffs.begin()->second.reason == "state no_such_state is not in its workflow");
}

TEST_CASE("what a person has already is not handed off again") {
  Drafted world;
  world.take(world.enter("no_such_state"));
  world.take(world.enter("neither"));
  CHECK(world.handoffs.size() == 1);
}

TEST_CASE("until the next question has left, the state that was asked stays") {
  Drafted world;
  world.take(world.enter("nudged"));
  CHECK(world.conversation().state == "nudged");
  CHECK(world.conversation().asked_state == "asked");
  CHECK(is_unasked(world.conversation()));
  world.deliver();
  CHECK(world.conversation().asked_state == "nudged");
  CHECK_FALSE(is_unasked(world.conversation()));
}

}  // namespace smsflow::draft_test
