#include "app/outbox.h"

#include "outbox.h"

namespace smsflow::outbox_test {
namespace {

struct Call {
  Intent intent;
};

Call call(const Outbox& outbox, const std::string& id, const std::string& sender) {
  Call made{outbox.text(id, 1)};
  made.intent.sender = sender;
  return made;
}

}  // namespace

TEST_CASE("a call leaves with its commit, and is forgotten with the commit of its result") {
  const Outbox outbox;
  InFlight<Call> calls;
  std::uint64_t tag = 0;
  const auto send = [&](const Call&) { return ++tag; };
  calls.choose(call(outbox, "a", "x"));
  calls.choose(call(outbox, "b", "y"));
  CHECK(calls.has_chosen());
  CHECK_FALSE(calls.is_busy());
  calls.start(send);
  CHECK(tag == 2);
  CHECK(calls.is_running("a"));
  CHECK(calls.count("x") == 1);

  CHECK(calls.settle(9) == nullptr);
  REQUIRE(calls.settle(1) != nullptr);
  CHECK(calls.count() == 1);
  CHECK(calls.count("x") == 0);
  calls.roll_back();  // its result is written down with another turn
  CHECK(calls.count() == 2);
  REQUIRE(calls.settle(1) != nullptr);
  calls.choose(call(outbox, "c", "x"));
  CHECK(calls.count("x") == 1);
  calls.start(send);
  CHECK_FALSE(calls.is_running("a"));
  CHECK(calls.is_running("c"));
  CHECK(calls.count() == 2);
}

TEST_CASE("a call that comes to nothing never leaves, and one without a tag is done") {
  const Outbox outbox;
  InFlight<Call> calls;
  calls.choose(call(outbox, "a", "x"));
  calls.roll_back();
  calls.choose(call(outbox, "b", "x"));
  int sent = 0;
  calls.start([&](const Call& one) -> std::uint64_t {
    CHECK(one.intent.id == "b");
    ++sent;
    return 0;
  });
  CHECK(sent == 1);
  CHECK_FALSE(calls.is_busy());
}

TEST_CASE("what became of a text is written down, and what was surely not sent is tried again") {
  struct Case {
    SendOutcome outcome;
    int attempt;
    IntentState state;
  };
  for (const Case& one : {Case{SendOutcome::kAccepted, 1, IntentState::kAccepted},
                          Case{SendOutcome::kRejected, 1, IntentState::kRejected},
                          Case{SendOutcome::kUnknown, 1, IntentState::kUnknown},
                          Case{SendOutcome::kNotSent, 2, IntentState::kPlanned},
                          Case{SendOutcome::kNotSent, 3, IntentState::kRejected}}) {
    CAPTURE(one.attempt);
    Outbox outbox;
    outbox.start();
    Intent posted = outbox.text("a", 1);
    posted.state = IntentState::kPosting;
    posted.attempt = one.attempt;
    outbox.plan({posted});
    DispatchCounts counts;
    const auto log = outbox.log->write(kNoon);
    Round round{.log = *log, .programs = *outbox.programs, .now = kNoon, .counts = counts};
    SendResult result;
    result.outcome = one.outcome;
    result.provider_id = "SM1";
    write_result(round, posted, result, {.most = 3, .pause = std::chrono::minutes{1}});
    const Intent now = *log->intent("a");
    CHECK(now.state == one.state);
    CHECK((now.provider_id == "SM1") == (one.state == IntentState::kAccepted));
    if (one.state == IntentState::kPlanned) CHECK(now.due == kNoon + std::chrono::minutes{1});
  }
}

TEST_CASE("a row that is set aside stays as it is") {
  Outbox outbox;
  outbox.start();
  outbox.plan({outbox.text("a", 1)});
  DispatchCounts counts;
  const SetAside aside{{"a", kNoon + std::chrono::minutes{1}}};
  const auto log = outbox.log->write(kNoon);
  Round round{.log = *log,
              .programs = *outbox.programs,
              .now = kNoon,
              .counts = counts,
              .set_aside = aside};
  CHECK_FALSE(suppress(round, outbox.text("a", 1), BlockReason::kNoSender, "nobody"));
  CHECK(log->intent("a")->state == IntentState::kPlanned);
  round.now += std::chrono::minutes{1};
  CHECK(suppress(round, outbox.text("a", 1), BlockReason::kNoSender, "nobody"));
  CHECK(log->intent("a")->block == BlockReason::kNoSender);
  CHECK(counts.blocked == std::map<std::string, std::int64_t>{{"no_sender", 1}});
}

}  // namespace smsflow::outbox_test
