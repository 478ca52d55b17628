#include "fixture.h"

namespace smsflow::settled_test {
namespace {

void settle(World& world, IntentState state, ErrorClass error = ErrorClass::kNone) {
  Intent intent = world.intents.at(world.conversation().ask_intent);
  intent.state = state;
  intent.error = error;
  intent.detail = "30003";
  world.intents.insert_or_assign(intent.id, intent);
  world.take(decide(world.setting, intent, world.conversation(), world.contact, world.now));
}

}  // namespace

TEST_CASE("the question is open from the moment its text may have left") {
  World world;
  world.see(world.record());
  CHECK(world.conversation().status == ConversationStatus::kWaiting);
  settle(world, IntentState::kPosting);
  CHECK(world.conversation().status == ConversationStatus::kOpen);
  world.hear("C");  // a reply that is faster than the carrier's answer
  CHECK(world.conversation().outcome == "confirmed");
}

TEST_CASE("a text proven not sent was not asked") {
  World world;
  world.see(world.record());
  settle(world, IntentState::kPosting);
  settle(world, IntentState::kPlanned);
  CHECK(world.conversation().status == ConversationStatus::kWaiting);
}

TEST_CASE("an undelivered text falls back, and without an address a person is told") {
  World world;
  world.see(world.record());
  world.deliver();
  settle(world, IntentState::kUndelivered, ErrorClass::kUnreachable);
  CHECK(world.handoffs.size() == 1);
  World with_mail;
  RecordSnapshot record = with_mail.record();
  record.fields["email"] = std::string("maya@example.com");
  with_mail.see(record);
  with_mail.deliver();
  settle(with_mail, IntentState::kUndelivered, ErrorClass::kUnreachable);
  CHECK(with_mail.handoffs.empty());
  int mails = 0;
  for (const auto& [id, intent] : with_mail.intents) mails += intent.channel == Channel::kMail;
  CHECK(mails == 1);
}

TEST_CASE("a mail that fails for good leaves it to a person, unless it matters no more") {
  const auto mailed = [](World& world) {
    RecordSnapshot record = world.record();
    record.fields["email"] = std::string("maya@example.com");
    world.see(record);
    world.deliver();
    settle(world, IntentState::kUndelivered, ErrorClass::kUnreachable);
    for (const auto& [id, intent] : world.intents) {
      if (intent.channel == Channel::kMail) return intent;
    }
    REQUIRE_MESSAGE(false, "no mail");
    return Intent{.to = world.contact.phone};
  };
  const auto fail = [&](World& world, Intent mail, IntentState state) {
    mail.state = state;
    if (state == IntentState::kSuppressed) mail.block = BlockReason::kNoSender;
    world.take(decide(world.setting, mail, world.conversation(), world.contact, world.now));
  };
  for (const IntentState state : {IntentState::kRejected, IntentState::kSuppressed}) {
    World world;
    fail(world, mailed(world), state);
    REQUIRE(world.handoffs.size() == 1);
    CHECK(world.handoffs.begin()->second.reason == "neither text nor mail reached them");
    CHECK(world.conversation().status == ConversationStatus::kOwned);
  }
  World deferred;
  fail(deferred, mailed(deferred), IntentState::kPlanned);
  CHECK(deferred.handoffs.empty());
  World answered;
  const Intent mail = mailed(answered);
  answered.hear("C");  // it came through after all
  fail(answered, mail, IntentState::kRejected);
  CHECK(answered.handoffs.empty());
}

TEST_CASE("a carrier's refusal teaches something of the number") {
  World world;
  world.see(world.record());
  settle(world, IntentState::kPosting);
  settle(world, IntentState::kRejected, ErrorClass::kOptedOut);
  CHECK(world.contact.opted_out_at);
  World landline;
  landline.see(landline.record());
  settle(landline, IntentState::kPosting);
  settle(landline, IntentState::kRejected, ErrorClass::kNotMobile);
  CHECK(landline.contact.unreachable == ErrorClass::kNotMobile);
  World passing;
  passing.see(passing.record());
  settle(passing, IntentState::kPosting);
  settle(passing, IntentState::kUndelivered, ErrorClass::kUnreachable);
  CHECK(passing.contact.unreachable == ErrorClass::kNone);
}

TEST_CASE("a text that does not arrive, of a workflow that cannot be had, is a person's") {
  for (const IntentState fate : {IntentState::kUndelivered, IntentState::kSuppressed}) {
    CAPTURE(name(fate));
    World world;
    world.see(world.record());
    world.deliver();
    world.lose_revisions();
    settle(world, fate);
    CHECK(world.handoffs.size() == 1);
  }
}

TEST_CASE("a receipt for a question whose workflow cannot be had changes nothing else") {
  World world;
  world.see(world.record());
  settle(world, IntentState::kPosting);
  world.lose_revisions();
  settle(world, IntentState::kAccepted);
  CHECK(world.conversation().asked_at);
  CHECK(world.timers.empty());
  CHECK(world.handoffs.empty());
}

}  // namespace smsflow::settled_test
