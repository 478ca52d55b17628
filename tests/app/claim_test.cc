#include "app/claim.h"

#include <doctest/doctest.h>

#include "outbox.h"

namespace smsflow::claim_test {
using std::chrono::hours;
using std::chrono::minutes;

namespace {

Claim judged(Outbox& outbox, const Intent& intent) {
  if (!outbox.programs) outbox.start();
  const auto log = outbox.log->write(outbox.clock.now());
  return claim_of(*log, *outbox.programs, *outbox.carriers, intent, outbox.clock.now());
}

}  // namespace

TEST_CASE("a text that may leave is posted with its evidence, from the number it belongs to") {
  Outbox outbox;
  Intent intent = outbox.reminder("a", 1, hours{1});
  intent.sender = kOtherNumber;
  outbox.plan({intent});
  const Claim claim = judged(outbox, intent);
  CHECK(claim.next.state == IntentState::kPosting);
  CHECK(claim.next.attempt == 1);
  CHECK(claim.next.segments == 1);
  CHECK(claim.next.sent_text == "Hello, 1");
  CHECK(claim.reason.find("consent: ledger") != std::string::npos);
  REQUIRE(claim.message.has_value());
  CHECK(claim.message->from.value == kOtherNumber);
  CHECK(claim.message->validity == hours{1});
  REQUIRE(claim.route.has_value());
  CHECK(claim.route->sender->name == "other");
}

TEST_CASE("what may not leave has a reason, and no message") {
  struct Row {
    std::string what;
    std::function<void(Outbox&, Intent&)> change;
    IntentState state;
    BlockReason block;
  };
  const Row rows[] = {
      {"its moment passed",
       [](Outbox& outbox, Intent& intent) { intent.expires = outbox.clock.now(); },
       IntentState::kExpired, BlockReason::kStale},
      {"at night", [](Outbox& outbox, Intent&) { outbox.clock.advance(hours{10}); },
       IntentState::kPlanned, BlockReason::kQuietHours},
      {"at night, until its moment has passed",
       [](Outbox& outbox, Intent& intent) {
         outbox.clock.advance(hours{10});
         intent.expires = outbox.clock.now() + hours{1};
       },
       IntentState::kSuppressed, BlockReason::kQuietHours},
      {"a card number", [](Outbox&, Intent& intent) { intent.text = "4111 1111 1111 1111"; },
       IntentState::kSuppressed, BlockReason::kSensitive},
      {"a field the record does not have",
       [](Outbox&, Intent& intent) {
         intent.literal = false;
         intent.text = "Hi {first_name}";
       },
       IntentState::kSuppressed, BlockReason::kMissingField},
      {"no number to send from", [](Outbox& outbox, Intent&) { outbox.config.senders.clear(); },
       IntentState::kSuppressed, BlockReason::kNoSender},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Outbox outbox;
    Intent intent = outbox.reminder("a", 1, hours{30});
    outbox.plan({intent});
    row.change(outbox, intent);
    const Claim claim = judged(outbox, intent);
    CHECK(claim.next.state == row.state);
    CHECK(claim.next.block == row.block);
    CHECK_FALSE(claim.message.has_value());
    CHECK_FALSE(claim.route.has_value());
    CHECK(claim.next.attempt == 0);
  }
}

TEST_CASE("a text is void when its conversation went on without it") {
  Outbox outbox;
  const Intent intent = outbox.reminder("a", 1, hours{1});
  outbox.plan({intent});
  {
    const auto log = outbox.log->write(outbox.clock.now());
    Conversation conversation = *log->conversation("ca");
    conversation.status = ConversationStatus::kVoid;
    log->write(ConversationChanged{conversation, "gone"});
    log->commit();
  }
  CHECK(judged(outbox, intent).next.block == BlockReason::kVoid);
}

}  // namespace smsflow::claim_test
