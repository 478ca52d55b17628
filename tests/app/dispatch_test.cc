#include "app/dispatch.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "outbox.h"
#include "text/error.h"

namespace smsflow::dispatch_test {
using std::chrono::seconds;

namespace {

Intent on_its_way(const Outbox& outbox, const std::string& id, const std::string& owner) {
  Intent intent = outbox.text(id, 1);
  intent.state = IntentState::kPosting;
  intent.attempt = 1;
  intent.owner = owner;
  intent.deadline = outbox.clock.now() + kPostingDeadline;
  intent.provider = "main";
  intent.sent_text = intent.text;
  return intent;
}

// As a bad disk or a careless hand would.
void damage(const std::string& log, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(log.c_str(), &database) == SQLITE_OK);
  sqlite3_busy_timeout(database, 5'000);
  CHECK(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

}  // namespace

TEST_CASE(
    "what a dead process was posting is unknown at once, what a living one posts is its own") {
  Outbox outbox;
  outbox.carrier.on_list = [](const std::string&) { return http_answer(503, ""); };
  outbox.start();
  const std::string dead = random_owner();
  const OwnerLock living(outbox.log_path(), random_owner());
  outbox.plan({on_its_way(outbox, "dead", dead), on_its_way(outbox, "living", living.owner()),
               on_its_way(outbox, "older", "send/1")});
  outbox.dispatcher->turn(0);
  CHECK(outbox.state("dead") == IntentState::kUnknown);
  CHECK(outbox.state("living") == IntentState::kPosting);
  CHECK(outbox.state("older") == IntentState::kPosting);
  outbox.clock.advance(kPostingDeadline + seconds{1});
  outbox.dispatcher->turn(0);
  CHECK(outbox.state("living") == IntentState::kUnknown);
  CHECK(outbox.state("older") == IntentState::kUnknown);
}

TEST_CASE("a restarted process does not take a dead one's rows for its own") {
  Outbox outbox;
  outbox.carrier.on_post = [](const FakeTwilio::Post&) { return std::string(); };
  outbox.carrier.on_list = [](const std::string&) { return http_answer(503, ""); };
  outbox.start();
  outbox.plan({outbox.text("a", 1)});
  outbox.dispatcher->turn(0);
  CHECK(outbox.state("a") == IntentState::kPosting);
  outbox.restart().turn(0);  // the same process id
  CHECK(outbox.state("a") == IntentState::kUnknown);
}

TEST_CASE("a row of one's own whose answer was lost is unknown after its deadline") {
  Outbox outbox;
  outbox.carrier.on_list = [](const std::string&) { return http_answer(503, ""); };
  outbox.start();
  outbox.plan({on_its_way(outbox, "lost", outbox.owner->owner())});
  outbox.dispatcher->turn(0);
  CHECK(outbox.state("lost") == IntentState::kPosting);
  outbox.clock.advance(kPostingDeadline + seconds{1});
  outbox.dispatcher->turn(0);
  CHECK(outbox.state("lost") == IntentState::kUnknown);
}

TEST_CASE("a row that cannot be decided is set aside, and the others leave") {
  Outbox outbox;
  outbox.start();
  outbox.plan({outbox.reminder("bad", 1, seconds{600}), outbox.reminder("good", 2, seconds{900}),
               outbox.text("reply", 3)});
  damage(outbox.log_path(),
         "UPDATE contact_state SET consents = 'x' WHERE contact = "
         "(SELECT contact FROM intent WHERE id = 'bad')");
  outbox.dispatcher->run_until_idle();
  CHECK(outbox.state("good") == IntentState::kAccepted);
  CHECK(outbox.state("reply") == IntentState::kAccepted);
  CHECK(outbox.state("bad") == IntentState::kPlanned);
  CHECK(outbox.carrier.posts().size() == 2);
  CHECK(outbox.dispatcher->counts().set_aside == 1);
  REQUIRE(outbox.alarms.size() == 1);
  CHECK(outbox.alarms.front().starts_with("bad could not be decided"));

  damage(outbox.log_path(), "UPDATE contact_state SET consents = '[]'");
  outbox.dispatcher->run_until_idle();
  CHECK(outbox.state("bad") == IntentState::kPlanned);  // left alone for a while
  outbox.clock.advance(std::chrono::minutes{11});
  outbox.dispatcher->run_until_idle();
  CHECK(outbox.state("bad") == IntentState::kExpired);
}

TEST_CASE("a log that is busy costs a turn, and no answer of the carrier") {
  Outbox outbox;
  outbox.log.reset();
  outbox.log = open_log(outbox.log_path(), {.writer = "test", .busy_ms = 30});
  outbox.start();
  outbox.plan({outbox.text("a", 1)});
  outbox.dispatcher->turn(0);
  const auto other = open_log(outbox.log_path(), {.writer = "other"});
  {
    const auto held = other->write(outbox.clock.now());
    for (int i = 0; i < 5; ++i) {
      try {
        outbox.dispatcher->turn(50);
        FAIL("the log was free");
      } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::kLocked);
      }
    }
    CHECK_FALSE(outbox.dispatcher->is_in_doubt());
  }
  outbox.dispatcher->run_until_idle();
  CHECK(outbox.state("a") == IntentState::kAccepted);
  CHECK(outbox.carrier.posts().size() == 1);
}

}  // namespace smsflow::dispatch_test
