// What the original of an adopted copy may have sent is looked up before it leaves.
#include "app/in_doubt.h"

#include <doctest/doctest.h>

#include "outbox.h"
#include "policy/adopted_copy.h"

namespace smsflow::in_doubt_test {
using std::chrono::hours;
using std::chrono::minutes;

namespace {

// At noon a copy of nine o'clock takes the place of its original.
struct Adopted {
  Adopted() {
    outbox.start(true);
    const auto log = outbox.log->write(kNoon);
    log->write(LogAdopted{kNoon - hours{3}});
    log->commit();
    outbox.clock.advance(minutes{1});
  }
  void plan(Intent intent, std::optional<Instant> moment = {}, std::optional<Instant> asked = {}) {
    outbox.plan({intent});
    const auto log = outbox.log->write(outbox.clock.now());
    Conversation conversation = log->conversation(intent.conversation).value();
    conversation.record.at = moment;
    conversation.asked_at = asked;
    log->write(ConversationChanged{conversation, "planned"});
    log->commit();
  }
  Intent reminder() const { return outbox.reminder("a", 1, hours{3}); }
  IntentState after(Duration time) {
    const Instant end = outbox.clock.now() + time;
    for (; outbox.clock.now() < end; outbox.clock.advance(minutes{5})) {
      outbox.dispatcher->run_until_idle();
    }
    outbox.dispatcher->run_until_idle();
    return outbox.state("a");
  }
  std::size_t posts() const { return outbox.carrier.posts().size(); }

  Outbox outbox;
};

}  // namespace

TEST_CASE(
    "a text without a moment is looked up first; a whole list without it lets it leave once") {
  Adopted copy;
  copy.plan(copy.reminder());
  CHECK(copy.after(Duration{0}) == IntentState::kUnknown);
  CHECK(copy.outbox.dispatcher->counts().unknown == 1);
  CHECK(copy.after(minutes{5}) == IntentState::kUnknown);
  CHECK(copy.posts() == 0);
  CHECK(copy.after(minutes{30}) == IntentState::kAccepted);
  CHECK(copy.posts() == 1);
}

TEST_CASE("what the original sent is found, whenever that was") {
  for (const char* sent : {"Mon, 02 Mar 2026 15:00:05 +0000", "Mon, 02 Mar 2026 17:59:00 +0000"}) {
    CAPTURE(sent);
    Adopted copy;
    const Intent text = copy.reminder();
    copy.outbox.carrier.on_list = [&](const std::string&) {
      return FakeTwilio::list({FakeTwilio::entry(
          {.to = text.to.e164(), .from = kNumber, .body = text.text, .sid = "SM1"}, sent)});
    };
    copy.plan(text);
    CHECK(copy.after(Duration{0}) == IntentState::kSent);
    CHECK(copy.posts() == 0);
  }
}

TEST_CASE("a text that comes up days later is looked up as long as any other") {
  Adopted copy;
  copy.outbox.clock.advance(hours{6 * 24});
  copy.plan(copy.reminder());
  CHECK(copy.after(Duration{0}) == IntentState::kUnknown);
  CHECK(copy.after(minutes{5}) == IntentState::kAccepted);
  CHECK(copy.posts() == 1);
}

TEST_CASE("only what came due later leaves at once") {
  Adopted before;
  before.plan(before.reminder(), kNoon - minutes{1});
  CHECK(before.after(Duration{0}) == IntentState::kUnknown);
  Adopted later;
  later.plan(later.reminder(), kNoon + minutes{1});
  CHECK(later.after(Duration{0}) == IntentState::kAccepted);
  Adopted long_after;
  long_after.outbox.clock.advance(kOriginalIsFelt);
  long_after.plan(long_after.reminder());
  CHECK(long_after.after(Duration{0}) == IntentState::kAccepted);
}

TEST_CASE("a text that was held, and whose row the original may have seen again, is doubted") {
  struct Case {
    Instant moment;
    BlockReason block;
    IntentState state;
  };
  for (const Case& one :
       {Case{kNoon - minutes{30}, BlockReason::kNone, IntentState::kUnknown},
        Case{kNoon - minutes{30}, BlockReason::kQuietHours, IntentState::kAccepted},
        Case{kNoon + minutes{1}, BlockReason::kNone, IntentState::kAccepted}}) {
    CAPTURE(name(one.block));
    Adopted copy;
    Intent held = copy.reminder();
    held.planned_at = kNoon - hours{9};
    held.block = one.block;
    copy.plan(held, one.moment);
    CHECK(copy.after(Duration{0}) == one.state);
  }
}

TEST_CASE("a nudge is doubted when the question before it may be the original's") {
  for (const bool by_both : {true, false}) {
    CAPTURE(by_both);
    Adopted copy;
    Intent nudge = copy.reminder();
    nudge.occurrence = nudge.conversation + "/0/1/silence/2";
    copy.plan(nudge, kNoon - hours{1}, by_both ? kNoon - hours{2} : kNoon + minutes{1});
    CHECK(copy.after(Duration{0}) == (by_both ? IntentState::kAccepted : IntentState::kUnknown));
  }
}

TEST_CASE("an answer is doubted when the text it answers came before the adoption") {
  for (const bool before : {true, false}) {
    CAPTURE(before);
    Adopted copy;
    {
      const auto log = copy.outbox.log->write(copy.outbox.clock.now());
      InboundMessage message{
          .provider = "main", .id = "SM7", .from = Outbox::phone(1), .to = {kNumber}, .text = "C"};
      message.received_at = before ? kNoon - minutes{30} : kNoon + minutes{1};
      log->write(InboundRecorded{.message = message});
      log->commit();
    }
    Intent answer = copy.outbox.text("a", 1);
    answer.occurrence = "main:SM7/2";
    copy.outbox.plan({answer, copy.outbox.text("b", 2)});
    CHECK(copy.after(Duration{0}) == (before ? IntentState::kUnknown : IntentState::kAccepted));
    CHECK(copy.outbox.state("b") == IntentState::kAccepted);
  }
}

TEST_CASE("a log that took nobody's place doubts nothing") {
  Outbox outbox;
  outbox.start(true);
  outbox.plan({outbox.reminder("a", 1, hours{1})});
  outbox.dispatcher->run_until_idle();
  CHECK(outbox.state("a") == IntentState::kAccepted);
}

}  // namespace smsflow::in_doubt_test
