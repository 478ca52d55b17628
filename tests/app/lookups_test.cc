#include "app/lookups.h"

#include <doctest/doctest.h>

#include <random>

#include "app/receive.h"
#include "outbox.h"
#include "policy/unclear_post.h"

namespace smsflow::lookups_test {
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr const char* kDate = "Mon, 02 Mar 2026 18:00:05 +0000";  // 5 seconds after noon

std::string refuse(const FakeTwilio::Post&) {
  return http_answer(500, "{}");
}

// A run every 5 minutes, as cron would start it.
void let_pass(Outbox& outbox, Duration time) {
  const Instant end = outbox.clock.now() + time;
  while (outbox.clock.now() < end) {
    outbox.dispatcher->run_until_idle();
    outbox.clock.advance(minutes{5});
  }
  outbox.dispatcher->run_until_idle();
}

// Another process finds the text in doubt, decides that it never left, and posts it again.
void post_again(Log& other, Instant now) {
  const auto transaction = other.write(now);
  Intent intent = *transaction->intent("a");
  const auto move = [&](IntentState state) {
    const IntentState from = intent.state;
    intent.state = state;
    REQUIRE(transaction->write(IntentMoved{intent, from, "another process"}));
  };
  if (intent.state == IntentState::kPosting) move(IntentState::kUnknown);
  move(IntentState::kPlanned);
  intent.attempt += 1;
  intent.owner = "another";
  intent.deadline = now + std::chrono::seconds{45};
  move(IntentState::kPosting);
  transaction->commit();
}

}  // namespace

TEST_CASE("an unclear POST is repeated once, and then given up") {
  Outbox outbox;
  outbox.carrier.on_post = refuse;
  outbox.start(true);
  outbox.plan({outbox.text("a", 1)});
  let_pass(outbox, minutes{10});
  CHECK(outbox.state("a") == IntentState::kUnknown);
  CHECK(outbox.carrier.posts().size() == 1);
  let_pass(outbox, hours{60});
  CHECK(outbox.state("a") == IntentState::kExpiredUnknown);
  CHECK(outbox.carrier.posts().size() == 2);
  CHECK(outbox.carrier.lists() < 80);
  CHECK(outbox.dispatcher->counts().expired_unknown == 1);
}

TEST_CASE("what a copy's original sent hours after it was due is found, and not sent again") {
  Outbox outbox;
  outbox.start(true);
  Intent text = outbox.text("a", 1);
  outbox.plan({text});
  const FakeTwilio::Post sent{
      .to = text.to.e164(), .from = kNumber, .body = text.text, .sid = "SM1"};
  outbox.carrier.on_list = [&](const std::string&) {
    return FakeTwilio::list({FakeTwilio::entry(sent, "Mon, 02 Mar 2026 20:30:00 +0000")});
  };
  outbox.clock.advance(hours{3});
  {
    const auto adopted = outbox.log->write(outbox.clock.now());
    text.provider = "main";
    text.sent_text = text.text;
    text.deadline = kNoon + kPostingDeadline;
    for (const auto& [from, to] : {std::pair(IntentState::kPlanned, IntentState::kPosting),
                                   std::pair(IntentState::kPosting, IntentState::kUnknown)}) {
      text.state = to;
      REQUIRE(adopted->write(IntentMoved{text, from, ""}));
    }
    adopted->write(LogAdopted{kNoon});
    adopted->commit();
  }
  let_pass(outbox, hours{2});
  CHECK(outbox.state("a") == IntentState::kSent);
  CHECK(outbox.carrier.posts().empty());
}

TEST_CASE("a list that is not complete never leads to another POST") {
  for (const bool endless : {true, false}) {
    CAPTURE(endless);
    Outbox outbox;
    outbox.carrier.on_post = refuse;
    outbox.carrier.on_list = [endless](const std::string&) {
      return endless ? FakeTwilio::list({}, "/next") : http_answer(500, "");
    };
    outbox.start(true);
    outbox.plan({outbox.text("a", 1)});
    let_pass(outbox, hours{30});
    CHECK(outbox.state("a") == IntentState::kExpiredUnknown);
    CHECK(outbox.carrier.posts().size() == 1);
  }
}

TEST_CASE("a text that the carrier took is found, though it answered 500 and shortened the link") {
  Outbox outbox;
  std::vector<FakeTwilio::Entry> shown;
  outbox.carrier.on_post = [&](const FakeTwilio::Post& post) {
    shown.push_back(FakeTwilio::entry(post, kDate));
    shown.back().post.body = "Hello, see https://twl.sh/1x";
    return http_answer(500, "{}");
  };
  outbox.carrier.on_list = [&](const std::string&) { return FakeTwilio::list(shown); };
  outbox.start(true);
  Intent text = outbox.text("a", 1);
  text.text = "Hello, see https://clinic.example.com/booking/1";
  outbox.plan({text});
  let_pass(outbox, hours{1});
  CHECK(outbox.state("a") == IntentState::kSent);
  CHECK(outbox.carrier.posts().size() == 1);
}

TEST_CASE("a text on the second page of the list is found") {
  Outbox outbox;
  FakeTwilio::Post taken;
  outbox.carrier.on_post = [&](const FakeTwilio::Post& post) {
    taken = post;
    return http_answer(500, "{}");
  };
  outbox.carrier.on_list = [&](const std::string& target) {
    if (target != "/second") return FakeTwilio::list({}, "/second");
    return FakeTwilio::list({FakeTwilio::entry(taken, kDate)});
  };
  outbox.start(true);
  outbox.plan({outbox.text("a", 1)});
  let_pass(outbox, minutes{1});
  CHECK(outbox.state("a") == IntentState::kSent);
  CHECK(outbox.now("a").provider_id == taken.sid);
  CHECK(outbox.carrier.posts().size() == 1);
}

TEST_CASE("of two equal texts to one number, the unknown one is asked for now and then") {
  Outbox outbox;
  std::vector<FakeTwilio::Entry> shown;
  outbox.carrier.on_post = [&](const FakeTwilio::Post& post) {
    if (!shown.empty()) return std::string();  // the second breaks off
    shown.push_back(FakeTwilio::entry(post, kDate));
    return FakeTwilio::taken(post);
  };
  outbox.carrier.on_list = [&](const std::string&) { return FakeTwilio::list(shown); };
  outbox.start(true);
  outbox.plan({outbox.text("first", 1)});
  outbox.dispatcher->run_until_idle();
  outbox.plan({outbox.text("second", 1)});
  outbox.dispatcher->run_until_idle();
  CHECK(outbox.state("first") == IntentState::kAccepted);
  CHECK(outbox.state("second") == IntentState::kUnknown);
  CHECK(outbox.carrier.lists() == 1);
  CHECK(outbox.now("second").lookups == 1);
  outbox.dispatcher->run_until_idle();
  CHECK(outbox.carrier.lists() == 1);
  outbox.clock.advance(minutes{2});
  outbox.dispatcher->run_until_idle();
  CHECK(outbox.carrier.lists() == 2);
  CHECK(outbox.state("second") == IntentState::kUnknown);
}

TEST_CASE("a list says nothing of a POST that another process made while it was read") {
  Outbox outbox;
  const auto other = open_log(outbox.log_path(), {.writer = "other"});
  outbox.carrier.on_post = refuse;
  bool is_posted = true;
  outbox.carrier.on_list = [&](const std::string&) {
    if (!is_posted) post_again(*other, outbox.clock.now());
    is_posted = true;
    return FakeTwilio::list({});
  };
  outbox.start(true);
  outbox.plan({outbox.text("a", 1)});
  outbox.dispatcher->run_until_idle();
  outbox.clock.advance(minutes{20});
  is_posted = false;
  let_pass(outbox, hours{2});
  CHECK(outbox.carrier.posts().size() == 1);
  CHECK(outbox.now("a").attempt == 2);
  CHECK(outbox.state("a") == IntentState::kUnknown);
}

TEST_CASE("the late answer to a POST says nothing of the one that another process made since") {
  Outbox outbox;
  const auto other = open_log(outbox.log_path(), {.writer = "other"});
  int answered = 0;
  outbox.carrier.on_post = [&](const FakeTwilio::Post&) {
    if (answered++ == 0) post_again(*other, outbox.clock.now());
    return http_answer(429, R"({"code":20429,"message":"Too many requests"})");
  };
  outbox.start(true);
  outbox.plan({outbox.text("a", 1)});
  let_pass(outbox, hours{2});
  CHECK(outbox.carrier.posts().size() == 1);
  CHECK(outbox.now("a").attempt == 2);
}

TEST_CASE("a receipt that comes before the second POST is the end of it") {
  Outbox outbox;
  outbox.carrier.on_post = refuse;
  outbox.start(true);
  outbox.plan({outbox.text("a", 1)});
  outbox.dispatcher->run_until_idle();
  {
    const auto transaction = outbox.log->write(outbox.clock.now());
    Intent again = *transaction->intent("a");
    again.state = IntentState::kPlanned;
    again.due = outbox.clock.now() + minutes{1};
    REQUIRE(transaction->write(IntentMoved{again, IntentState::kUnknown, "to be posted again"}));
    DeliveryReceipt receipt{.provider = "main", .event_key = "x", .intent = "a"};
    receipt.status = DeliveryStatus::kDelivered;
    receive(*transaction, *outbox.programs, receipt, outbox.clock.now());
    transaction->commit();
  }
  let_pass(outbox, hours{1});
  CHECK(outbox.state("a") == IntentState::kDelivered);
  CHECK(outbox.carrier.posts().size() == 1);
}

TEST_CASE("whatever a carrier does, nobody gets a text twice that its list showed in time") {
  int repeats = 0;
  int hidden = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    std::mt19937 chance(seed);
    const auto one_in = [&](unsigned n) { return chance() % n == 0; };
    Outbox outbox;
    std::vector<FakeTwilio::Entry> taken;
    const bool takes_it = one_in(2);
    outbox.carrier.on_post = [&](const FakeTwilio::Post& post) {
      if (takes_it && taken.empty()) taken.push_back(FakeTwilio::entry(post, kDate));
      return one_in(2) ? std::string() : http_answer(one_in(2) ? 500 : 504, "<html>");
    };
    // Shows what it took after a while, and fails now and then.
    const Instant shows_from = kNoon + minutes{chance() % 14};
    outbox.carrier.on_list = [&](const std::string&) {
      if (one_in(3)) return http_answer(503, "");
      const bool shows = outbox.clock.now() >= shows_from;
      hidden += shows || taken.empty() ? 0 : 1;
      return FakeTwilio::list(shows ? taken : std::vector<FakeTwilio::Entry>());
    };
    outbox.start(true);
    outbox.plan({outbox.text("a", 1)});
    for (int i = 0; i < 90; ++i) {
      if (one_in(9)) outbox.restart(true);
      outbox.dispatcher->run_until_idle();
      outbox.clock.advance(minutes{1 + chance() % 60});
    }
    const std::size_t posts = outbox.carrier.posts().size();
    CHECK(posts <= 2);
    if (takes_it) CHECK(posts == 1);
    repeats += posts == 2 ? 1 : 0;
    CHECK(outbox.state("a") == (takes_it ? IntentState::kSent : IntentState::kExpiredUnknown));
  }
  CHECK(repeats >= 10);
  CHECK(hidden >= 5);
}

}  // namespace smsflow::lookups_test
