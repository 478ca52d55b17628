#include "parcel.h"

namespace smsflow {

TEST_CASE("a record that meets the trigger plans one ask at its moment") {
  World world;
  world.now = at("2026-03-01T10:00:00-06:00");
  world.see(world.record());
  CHECK(world.conversation().status == ConversationStatus::kWaiting);
  const Intent& ask = world.intents.at(world.conversation().ask_intent);
  CHECK(ask.due == at("2026-03-02T15:00:00-06:00"));
  CHECK(ask.expires == at("2026-03-03T13:00:00-06:00"));
  CHECK(ask.kind == SendKind::kProactive);
  world.see(world.record());
  CHECK(world.intents.size() == 1);
}

TEST_CASE("one that does not, or whose moment has passed, plans nothing") {
  World world;
  RecordSnapshot record = world.record();
  record.eligible = false;
  world.see(record);
  CHECK(world.intents.empty());
  world.now = at("2026-03-03T13:00:00-06:00");
  world.see(world.record());
  CHECK(world.intents.empty());
}

TEST_CASE("when the date moves, the question moves: the old one never leaves") {
  World world;
  world.now = at("2026-03-01T10:00:00-06:00");
  world.see(world.record());
  const std::string old_ask = world.conversation().ask_intent;
  world.see(world.record("2026-03-05T09:00:00-06:00"));
  CHECK(world.intents.at(old_ask).state == IntentState::kSuppressed);
  CHECK(world.intents.at(old_ask).block == BlockReason::kVoid);
  CHECK(world.conversation().ask_intent != old_ask);
  CHECK(world.intents.at(world.conversation().ask_intent).due == at("2026-03-04T09:00:00-06:00"));
  // And back again: a third intent, not the first one woken.
  world.see(world.record());
  CHECK(world.intents.size() == 3);
}

TEST_CASE("a date that moves after the answer is asked anew") {
  World world;
  world.see(world.record());
  world.deliver();
  world.hear("C");
  REQUIRE(world.conversation().outcome == "confirmed");
  world.see(world.record("2026-03-06T09:00:00-06:00"));
  CHECK(world.conversation().status == ConversationStatus::kWaiting);
  CHECK(world.conversation().outcome.empty());
}

TEST_CASE("who opted out is not asked anew") {
  World world;
  world.see(world.record());
  world.deliver();
  world.hear("STOP");
  const std::size_t before = world.intents.size();
  world.see(world.record("2026-03-06T09:00:00-06:00"));
  CHECK(world.intents.size() == before);
}

TEST_CASE("a row that vanished voids what was planned") {
  World world;
  world.now = at("2026-03-01T10:00:00-06:00");
  world.see(world.record());
  RecordSnapshot gone = world.record();
  gone.vanished = true;
  world.see(gone);
  CHECK(world.conversation().status == ConversationStatus::kVoid);
  CHECK(world.intents.at(world.conversation().ask_intent).state == IntentState::kSuppressed);
}

TEST_CASE("an older version changes nothing") {
  World world;
  RecordSnapshot newer = world.record();
  newer.version = "10";
  world.see(newer);
  RecordSnapshot older = world.record("2026-03-06T09:00:00-06:00");
  older.version = "9";  // as numbers, not as words
  world.see(older);
  CHECK(world.last.handled == "ignored");
  CHECK(world.conversation().record.hash == newer.hash);
}

TEST_CASE("a moment that passed: send, skip or shift") {
  for (LatePolicy policy : {LatePolicy::kSend, LatePolicy::kSkip, LatePolicy::kShift}) {
    World world;
    Workflow late = world.workflow();
    late.trigger.late = policy;
    const Classifier classifier(&late, nullptr);
    const Program program{&late, &classifier};
    world.setting.current = {program};
    world.setting.pinned = [&program](std::string_view, std::string_view) { return &program; };
    world.now = at("2026-03-02T18:00:00-06:00");  // three hours after the moment
    world.see(world.record());
    const Intent& ask = world.intents.at(world.conversation().ask_intent);
    if (policy == LatePolicy::kSkip) {
      CHECK(ask.state == IntentState::kSuppressed);
      CHECK(ask.block == BlockReason::kSkippedLate);
      continue;
    }
    CHECK(ask.due == world.now);
    const Duration shift = policy == LatePolicy::kShift ? std::chrono::hours{3} : Duration{0};
    CHECK(ask.expires == at("2026-03-03T13:00:00-06:00") + shift);
  }
}

TEST_CASE("a record that moves on supersedes the text of the stage before") {
  Parcel parcel;
  parcel.see(parcel.stands("shipped"));
  const std::string old_ask = parcel.conversation().ask_intent;
  parcel.now += std::chrono::minutes{5};
  parcel.see(parcel.stands("delayed"));
  CHECK(parcel.intents.at(old_ask).state == IntentState::kSuppressed);
  CHECK(parcel.conversation().state == "delayed");
  CHECK(parcel.intents.at(parcel.conversation().ask_intent).state == IntentState::kPlanned);
}

TEST_CASE("a later edit within a stage is no news") {
  Parcel parcel;
  parcel.see(parcel.stands("shipped"));
  parcel.deliver();
  parcel.now += std::chrono::minutes{5};
  parcel.see(parcel.stands("shipped"));
  CHECK(parcel.texts().empty());
  CHECK(parcel.conversation().status == ConversationStatus::kOpen);
}

TEST_CASE("an event that comes out of order changes nothing") {
  Parcel parcel;
  parcel.see(parcel.stands("delayed", "2026-03-02T15:00:00"));
  parcel.deliver();
  parcel.see(parcel.stands("shipped", "2026-03-01T09:00:00"));
  CHECK(parcel.last.handled == "ignored");
  CHECK(parcel.conversation().state == "delayed");
}

TEST_CASE("a stage that begins nothing is only reached from another") {
  Parcel parcel;
  parcel.see(parcel.stands("delivered"));
  CHECK(parcel.conversations.empty());
  parcel.see(parcel.stands("shipped"));
  parcel.deliver();
  parcel.now += std::chrono::hours{40};  // after the trigger's own `expires`
  parcel.see(parcel.stands("delivered"));
  CHECK(parcel.conversation().outcome == "delivered");
  CHECK(parcel.texts().size() == 1);
}

TEST_CASE("while a person has the conversation, a new stage only settles its outcome") {
  Parcel parcel;
  parcel.see(parcel.stands("shipped"));
  parcel.deliver();
  parcel.hear("I want to talk to a human");
  REQUIRE(parcel.conversation().status == ConversationStatus::kOwned);
  parcel.see(parcel.stands("delivered"));
  CHECK(parcel.texts().empty());
  CHECK(parcel.conversation().outcome == "delivered");
  CHECK(parcel.conversation().status == ConversationStatus::kOwned);
}

TEST_CASE("a keyword means what the last question said") {
  Parcel parcel;
  parcel.see(parcel.stands("shipped"));
  parcel.deliver();
  parcel.now += std::chrono::minutes{5};
  parcel.see(parcel.stands("delayed"));
  parcel.deliver();
  parcel.hear("1");
  CHECK(parcel.verdict().label == "eta");
  CHECK(parcel.conversation().outcome == "told");
}

}  // namespace smsflow
