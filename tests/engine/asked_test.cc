#include "engine/asked.h"

#include "fixture.h"
#include "parcel.h"

namespace smsflow::asked_test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// Two questions, the second of which cannot be undone.
struct Approval : World {
  Approval() : World(in_tree("workflows/approval.toml")) {
    RecordSnapshot snapshot = record();
    snapshot.workflow = "approval";
    see(snapshot);
    deliver();
    now += minutes{5};
  }
};

}  // namespace

TEST_CASE("one answer under two ids answers one question") {
  for (const int apart_s : {0, 1, 2, 10, 19}) {
    CAPTURE(apart_s);
    Approval world;
    world.hear("YES");
    REQUIRE(world.conversation().state == "sure");
    world.deliver();
    world.now += seconds{apart_s};
    world.hear("Yes!");
    CHECK(world.last.handled == "duplicate_reply");
    CHECK(world.planned().empty());
    CHECK(world.conversation().state == "sure");
    CHECK(world.conversation().status == ConversationStatus::kOpen);
  }
}

TEST_CASE("the same words count again once the question can have been read") {
  Approval world;
  world.hear("YES");
  world.deliver();
  world.now += kUnread;
  world.hear("YES");
  CHECK(world.conversation().outcome == "approved");
}

TEST_CASE("the same answer in other words, before the question can have been read, is one answer") {
  Approval world;
  world.hear("YES");
  world.deliver();
  world.now += seconds{3};
  world.hear("SI");
  CHECK(world.last.handled == "duplicate_reply");
  world.hear("NO");
  CHECK(world.conversation().outcome == "refused");
}

TEST_CASE("repeats do not keep an answer waiting") {
  Approval world;
  world.hear("YES");
  world.deliver();
  world.now += seconds{15};
  world.hear("YES");
  REQUIRE(world.last.handled == "duplicate_reply");
  world.now += seconds{15};
  world.hear("YES");
  CHECK(world.conversation().outcome == "approved");
}

TEST_CASE("an answer that came before the question left is not told again into it") {
  Approval world;
  world.hear("YES");
  world.now += std::chrono::minutes{30};  // the question waits
  world.hear("ok");
  REQUIRE(world.last.handled == "duplicate_reply");
  world.deliver();
  world.now += seconds{9};
  world.hear("ok");
  CHECK(world.last.handled == "duplicate_reply");
  CHECK(world.conversation().state == "sure");
  world.now += kUnread;
  world.hear("ok");
  CHECK(world.conversation().outcome == "approved");
}

TEST_CASE("questions and nudges keep to the window of their record, promises do not") {
  struct Case {
    const char* step;
    const char* occurrence;
    bool keeps;
  };
  Workflow workflow;
  for (const Case& one :
       {Case{"asked.say", "1772438400000/0/1", true}, Case{"nudged.say", "c1/0/1/silence/2", true},
        Case{"traced.say", "c1/0/1/promise/delayed/2", false},
        Case{"asked.on.unclear", "m1", false}, Case{"satisfaction.say", "c1/0", false}}) {
    CAPTURE(one.step);
    Intent text{.to = *PhoneNumber::from_e164("+13125550101")};
    text.kind = SendKind::kProactive;
    text.step = one.step;
    text.occurrence = one.occurrence;
    CHECK(keeps_window(text, workflow) == one.keeps);
  }
  Intent shifted{.to = *PhoneNumber::from_e164("+13125550101")};
  shifted.kind = SendKind::kProactive;
  shifted.step = "asked.say";
  workflow.trigger.late = LatePolicy::kShift;  // it leaves late, and has as long as it would have
  CHECK_FALSE(keeps_window(shifted, workflow));
}

TEST_CASE("a repeat with another message between them is still one") {
  Approval world;
  world.hear("YES");
  world.deliver();
  world.now += seconds{2};
  world.hear("DETAILS");
  world.now += seconds{2};
  world.hear("YES");
  CHECK(world.last.handled == "duplicate_reply");
  CHECK(world.conversation().state == "sure");
}

TEST_CASE("a question that has not left is answered by nothing") {
  for (const IntentState fate :
       {IntentState::kPlanned, IntentState::kPosting, IntentState::kUnknown}) {
    CAPTURE(name(fate));
    Approval world;
    world.hear("YES");
    if (fate != IntentState::kPlanned) world.settle(IntentState::kPosting);
    if (fate == IntentState::kUnknown) world.settle(fate);
    world.now += minutes{3};
    world.hear("YES");
    CHECK(world.last.handled == "duplicate_reply");
    CHECK(world.conversation().state == "sure");
    CHECK(world.handoffs.empty());
    world.hear("NO");
    CHECK(world.last.handled == "handed_off");
    CHECK(world.conversation().outcome.empty());
    CHECK(world.handoffs.size() == 1);
  }
}

TEST_CASE("proven not sent, the next question is not the first one again") {
  Approval world;
  world.hear("YES");
  world.settle(IntentState::kPosting);
  world.settle(IntentState::kPlanned);
  CHECK(world.conversation().status == ConversationStatus::kOpen);
  world.now += minutes{1};
  world.hear("YES");
  CHECK(world.last.handled == "duplicate_reply");
  world.deliver();
  world.now += minutes{1};
  world.hear("YES");
  CHECK(world.conversation().outcome == "approved");
}

TEST_CASE(
    "a reply that came in before the question left does not answer it, however late it is read") {
  Approval world;
  world.hear("YES");
  const Instant written = world.now + seconds{1};
  world.now += seconds{5};
  world.deliver();
  world.now = written;
  world.hear("SI");
  CHECK(world.conversation().outcome.empty());
  CHECK(world.conversation().status != ConversationStatus::kEnded);
}

TEST_CASE("a next question that never leaves is a person's") {
  for (const IntentState fate :
       {IntentState::kSuppressed, IntentState::kExpired, IntentState::kExpiredUnknown}) {
    CAPTURE(name(fate));
    Approval world;
    world.hear("YES");
    world.settle(fate,
                 fate == IntentState::kSuppressed ? BlockReason::kCapped : BlockReason::kNone);
    CHECK(world.handoffs.size() == 1);
    CHECK(world.conversation().status == ConversationStatus::kOwned);
  }
}

TEST_CASE("a nudge that has not left does not take over the question that stands") {
  World world;
  world.see(world.record());
  world.deliver();
  Timer silence;
  for (const auto& [id, timer] : world.timers) {
    if (timer.kind == TimerKind::kSilence) silence = timer;
  }
  world.now = silence.due;
  world.take(decide(world.setting, silence, world.conversation(), {}, world.contact, world.now));
  REQUIRE(world.conversation().state == "nudged");
  CHECK(world.conversation().asked_state == "asked");
  world.hear("C");
  CHECK(world.conversation().outcome == "confirmed");
}

TEST_CASE("a nudge that has left is the question") {
  World world;
  world.see(world.record());
  world.deliver();
  Timer silence;
  for (const auto& [id, timer] : world.timers) {
    if (timer.kind == TimerKind::kSilence) silence = timer;
  }
  world.now = silence.due;
  world.take(decide(world.setting, silence, world.conversation(), {}, world.contact, world.now));
  world.deliver();
  CHECK(world.conversation().asked_state == "nudged");
  CHECK(world.conversation().asked_at == world.now);
}

TEST_CASE("an answer that was written before one that is known is a person's") {
  World world;
  world.see(world.record());
  world.deliver();
  world.now += minutes{10};
  world.hear("sorry, I can't make it");
  REQUIRE(world.conversation().outcome == "cancelled");
  world.fetch("C", world.now - minutes{5});
  CHECK(world.last.handled == "handed_off");
  CHECK(world.planned() == std::vector<std::string>{"handoff.ack"});
  CHECK(world.conversation().outcome == "cancelled");
  CHECK(world.conversation().status == ConversationStatus::kOwned);
  REQUIRE(world.handoffs.size() == 1);
  CHECK(world.handoffs.begin()->second.reason ==
        "wrote confirm before cancel, and it came in later");
  // So is one of the same second, and not one that was written after it.
  for (const int apart_s : {0, 1}) {
    CAPTURE(apart_s);
    World other;
    other.see(other.record());
    other.deliver();
    other.now += minutes{10} + std::chrono::milliseconds{700};
    other.hear("sorry, I can't make it");
    other.fetch("C", other.now + seconds{apart_s});
    CHECK(other.conversation().outcome == (apart_s == 0 ? "cancelled" : "confirmed"));
  }
}

TEST_CASE("an answer that was written before the same one changes nothing") {
  World world;
  world.see(world.record());
  world.deliver();
  world.now += minutes{10};
  world.hear("C");
  world.fetch("yes", world.now - minutes{5});
  CHECK(world.last.handled == "duplicate_reply");
  CHECK(world.planned().empty());
}

TEST_CASE("what could not be understood is not answered by what was written before it") {
  World world;
  world.see(world.record());
  world.deliver();
  world.now += minutes{10};
  world.hear("purple 77 elephants");
  REQUIRE(world.last.handled == "clarified");
  world.fetch("C", world.now - minutes{5});
  CHECK(world.last.handled == "handed_off");
  CHECK(world.conversation().outcome.empty());
}

TEST_CASE("a STOP that was written before an answer counts all the same") {
  World world;
  world.see(world.record());
  world.deliver();
  world.now += minutes{10};
  world.hear("C");
  world.fetch("STOP", world.now - minutes{5});
  CHECK(world.contact.opted_out_at == world.now - minutes{5});
}

TEST_CASE("of two steps the first answer is not the second, however late it comes") {
  for (const char* words : {"YES", "NO"}) {
    CAPTURE(words);
    Approval world;
    world.hear("YES");
    world.now += seconds{1};
    world.deliver();
    world.now += minutes{5};
    world.fetch(words, world.now - minutes{7});
    CHECK(world.last.handled == (*words == 'Y' ? "duplicate_reply" : "handed_off"));
    CHECK(world.conversation().state == "sure");
    CHECK(world.conversation().outcome.empty());
  }
}

TEST_CASE("what a person has settled is not undone by what was written before") {
  World world;
  world.see(world.record());
  world.deliver();
  world.now += minutes{10};
  Conversation settled = world.conversation();
  settled.status = ConversationStatus::kEnded;
  settled.outcome = "cancelled";
  settled.resolution = "agent";
  settled.ended_at = world.now;
  world.conversations.insert_or_assign(settled.id, settled);
  world.fetch("C", world.now - minutes{5});
  CHECK(world.last.handled == "handed_off");
  CHECK(world.conversation().outcome == "cancelled");
}

TEST_CASE("nobody is asked which one by what was written before it was known") {
  Approval world;
  Conversation other = world.conversation();
  other.id = "c-other";
  world.conversations.emplace(other.id, other);
  world.hear("YES");
  REQUIRE(world.planned() == std::vector<std::string>{"which_one"});
  world.fetch("NO", world.now - minutes{2});
  CHECK(world.last.handled == "handed_off");
  CHECK(world.planned() == std::vector<std::string>{"handoff.ack"});
}

TEST_CASE("two approvals are not answered by one YES") {
  Approval world;
  Conversation other = world.conversation();
  other.id = "c-other";
  other.record.key = "A2";
  world.conversations.emplace(other.id, other);
  world.hear("YES");
  REQUIRE(world.planned() == std::vector<std::string>{"which_one"});
  world.hear("YES");
  CHECK(world.last.handled == "duplicate_reply");
  CHECK(world.planned().empty());
  REQUIRE(world.contact.choice);
  world.contact.choice->asked_at = world.now;
  world.hear("1");
  world.hear("1");
  CHECK(world.last.handled == "duplicate_reply");
  const bool first = world.conversation().state == "sure";
  const bool second = world.conversations.at("c-other").state == "sure";
  CHECK(first != second);
}

TEST_CASE("a number before the list has left chooses nothing") {
  Approval world;
  Conversation other = world.conversation();
  other.id = "c-other";
  world.conversations.emplace(other.id, other);
  world.hear("YES");
  world.now += seconds{3};
  world.hear("2");
  CHECK(world.last.handled == "handed_off");
  CHECK(world.conversation().state == "asked");
  CHECK(world.conversations.at("c-other").state == "asked");
}

TEST_CASE("a rating counts once its question has left, and once") {
  Parcel world;
  world.see(world.stands("shipped"));
  world.deliver();
  world.hear("1");
  REQUIRE(world.conversation().outcome == "changed");
  world.fire("/satisfaction");
  world.hear("5");
  CHECK(world.conversation().rating == 0);
  Parcel again;
  again.see(again.stands("shipped"));
  again.deliver();
  again.hear("1");
  again.fire("/satisfaction");
  again.deliver();
  again.now += minutes{1};
  again.hear("5");
  CHECK(again.conversation().rating == 5);
  again.hear("5");
  CHECK(again.last.handled == "duplicate_reply");
  CHECK(again.handoffs.empty());
}

TEST_CASE("a doubled reply opens one hand-off, one conversation and gets one help") {
  World world;
  world.see(world.record());
  world.deliver();
  world.hear("wrong number");
  world.hear("wrong number");
  CHECK(world.handoffs.size() == 1);
  World helped;
  helped.see(helped.record());
  helped.deliver();
  helped.hear("HELP");
  helped.hear("HELP");
  CHECK(helped.planned().empty());
}

TEST_CASE("pictures without words are not the same words") {
  EarlierReply before{"main", "m1", "", at("2026-03-02T15:00:00Z"), "", "handed_off"};
  const InboundMessage message{.provider = "main",
                               .id = "m2",
                               .from = *PhoneNumber::from_e164("+13125550101"),
                               .to = {},
                               .text = "",
                               .received_at = before.received_at};
  CHECK(repeated_reply(message, {before}, {}) == nullptr);
}

TEST_CASE("a moment was told of by the text that left last, if no other was told of since") {
  const Instant one = at("2026-03-02T15:00:00-06:00");
  const Instant other = at("2026-03-09T15:00:00-06:00");
  const auto text = [](std::string step, std::string occurrence, IntentState state) {
    Intent intent{.step = std::move(step),
                  .occurrence = std::move(occurrence),
                  .to = *PhoneNumber::from_e164("+13125550101")};
    intent.id = intent.step + intent.occurrence;
    intent.state = state;
    return intent;
  };
  std::vector<Intent> texts = {
      text("asked.say", about(one) + "0/1", IntentState::kDelivered),
      text("nudged.say", "c12/0/1/silence/2", IntentState::kUnknown),
  };
  CHECK(told_about(texts, "asked", one) == &texts[0]);
  CHECK(told_about(texts, "asked", other) == nullptr);
  CHECK(told_about(texts, "asked", {}) == nullptr);
  CHECK(told_about(texts, "nudged", one) == nullptr);
  texts.push_back(text("asked.say", about(other) + "1/3", IntentState::kSuppressed));
  CHECK(told_about(texts, "asked", one) == &texts[0]);
  texts.back().state = IntentState::kPosting;
  CHECK_MESSAGE(told_about(texts, "asked", one) == nullptr, "it may be on its way");
  CHECK(told_about(texts, "asked", other) == &texts[2]);

  const World world;
  CHECK(&standing_question(texts, texts[0], world.workflow()) == &texts[1]);
  CHECK(&standing_question(texts, texts[2], world.workflow()) == &texts[2]);
  texts[1].state = IntentState::kSuppressed;
  CHECK(&standing_question(texts, texts[0], world.workflow()) == &texts[0]);
}

}  // namespace smsflow::asked_test
