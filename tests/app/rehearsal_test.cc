#include "app/rehearsal.h"

#include <doctest/doctest.h>

namespace smsflow::rehearsal_test {
namespace {

const Instant kStart = *parse_rfc3339("2026-03-02T12:00:00-06:00");

struct Played {
  Played() {
    rehearsal.clock().set(kStart);
    rehearsal.on_text([this](const SimulatedText& text) { texts.push_back(text.message.text); });
    rehearsal.on_move([this] { moments.push_back(rehearsal.now()); });
  }
  // An answer that leaves at its moment, whoever it is to.
  std::string plan(const std::string& words, Instant due) {
    Intent intent{.to = *PhoneNumber::from_e164("+13125550101")};
    intent.id = intent_id("test", "A1", "test", words);
    intent.kind = SendKind::kReply;
    intent.step = "test";
    intent.occurrence = words;
    intent.text = words;
    intent.literal = true;
    intent.planned_at = intent.changed_at = kStart;
    intent.due = due;
    const auto log = rehearsal.store().write(rehearsal.now());
    REQUIRE(log->write(IntentPlanned{intent}));
    log->commit();
    return intent.id;
  }
  IntentState state(const std::string& id) { return rehearsal.store().read()->intent(id)->state; }

  Rehearsal rehearsal{default_config(), {""}, open_log(kInMemory, {.source = Source::kSimulated})};
  std::vector<std::string> texts;
  std::vector<Instant> moments;
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("what is due leaves, and its receipt comes back, before the rehearsal is still") {
  Played played;
  const std::string now = played.plan("now", kStart);
  const std::string later = played.plan("later", kStart + std::chrono::hours{1});
  played.rehearsal.settle();
  CHECK(played.texts == Texts{"now"});
  CHECK(played.state(now) == IntentState::kDelivered);
  CHECK(played.state(later) == IntentState::kPlanned);
  played.rehearsal.settle();
  CHECK(played.texts == Texts{"now"});
}

TEST_CASE("the clock goes from one due moment to the next, and on to where it was sent") {
  Played played;
  played.plan("two", kStart + std::chrono::hours{2});
  played.plan("one", kStart + std::chrono::hours{1});
  played.plan("four", kStart + std::chrono::hours{4});
  played.rehearsal.advance(kStart + std::chrono::hours{3});
  CHECK(played.texts == Texts{"one", "two"});
  CHECK(played.moments == std::vector<Instant>{kStart + std::chrono::hours{1},
                                               kStart + std::chrono::hours{2},
                                               kStart + std::chrono::hours{3}});
  CHECK(played.rehearsal.now() == kStart + std::chrono::hours{3});
  played.rehearsal.advance(kStart + std::chrono::hours{4});
  CHECK(played.texts == Texts{"one", "two", "four"});
}

TEST_CASE("time does not run backwards") {
  Played played;
  played.rehearsal.advance(kStart - std::chrono::hours{1});
  CHECK(played.rehearsal.now() == kStart);
  CHECK(played.moments.empty());
}

TEST_CASE("the carrier answers as it is told, and the log has it") {
  Played played;
  played.rehearsal.carrier().expect({.answer = SendOutcome::kRejected,
                                     .error = ErrorClass::kInvalidNumber,
                                     .receipt = std::nullopt});
  const std::string id = played.plan("now", kStart);
  played.rehearsal.settle();
  CHECK(played.texts.empty());
  CHECK(played.state(id) == IntentState::kRejected);
}

}  // namespace smsflow::rehearsal_test
