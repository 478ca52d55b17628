#include "app/text_outbox.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "outbox.h"

namespace smsflow::text_outbox_test {
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

using Steady = std::chrono::steady_clock;

std::vector<Intent> reminders(const Outbox& outbox, int count, const std::string& number) {
  std::vector<Intent> found;
  for (int i = 0; i < count; ++i) {
    found.push_back(outbox.reminder(number + "/" + std::to_string(i), i, hours{1}));
    found.back().sender = number;
  }
  return found;
}

bool has_posted(const Outbox& outbox, int n) {
  const auto posts = outbox.carrier.posts();
  return std::any_of(posts.begin(), posts.end(), [n](const FakeTwilio::Post& post) {
    return post.to == Outbox::phone(n).e164();
  });
}

}  // namespace

TEST_CASE("a reply takes the next free slot of its number while reminders drain") {
  Outbox outbox;
  outbox.config.senders["main"].segments_per_second = 2;
  outbox.start(true);
  outbox.plan(reminders(outbox, 10'000, kNumber));
  const Steady::time_point begin = Steady::now();
  while (Steady::now() - begin < milliseconds{1200}) outbox.dispatcher->turn(50);
  const std::size_t before = outbox.carrier.posts().size();
  CHECK(before >= 2);
  outbox.plan({outbox.text("reply", 5000)});
  const Steady::time_point asked = Steady::now();
  while (!has_posted(outbox, 5000) && Steady::now() - asked < seconds{5}) {
    outbox.dispatcher->turn(50);
  }
  CHECK(Steady::now() - asked < seconds{1});
  // No more than the slot that was being filled came before it.
  CHECK(outbox.carrier.posts().size() <= before + 2);
}

TEST_CASE("a long reply is not overtaken for ever by short reminders") {
  Outbox outbox;
  outbox.config.senders["main"].segments_per_second = 4;
  outbox.start(true);
  outbox.plan(reminders(outbox, 100, kNumber));
  const Steady::time_point begin = Steady::now();
  while (Steady::now() - begin < milliseconds{300}) outbox.dispatcher->turn(20);
  Intent reply = outbox.text("reply", 5000);
  reply.text = std::string(400, 'x');  // 3 segments
  outbox.plan({reply});
  const Steady::time_point asked = Steady::now();
  while (!has_posted(outbox, 5000) && Steady::now() - asked < seconds{5}) {
    outbox.dispatcher->turn(20);
  }
  CHECK(Steady::now() - asked < seconds{1});
}

TEST_CASE("a number at its daily cap starves no other, and says how many wait until when") {
  Outbox outbox;
  outbox.config.senders["main"].daily_cap = 3;
  outbox.start();
  outbox.plan(reminders(outbox, 300, kNumber));
  Intent last = outbox.reminder("last", 900, hours{2});
  last.sender = kOtherNumber;
  outbox.plan({last});
  outbox.dispatcher->run_until_idle();
  CHECK(outbox.state("last") == IntentState::kAccepted);
  CHECK(outbox.carrier.posts().size() == 4);
  const std::vector<CappedNumber> capped = outbox.dispatcher->capped();
  REQUIRE(capped.size() == 1);
  CHECK(capped.front() == CappedNumber{"main", kNumber, 297, kNoon + kCapWindow});
  CHECK(in_words(capped.front()) ==
        "297 texts wait for the daily cap of sender main (+13125550100); the next may leave at " +
            format_rfc3339(kNoon + kCapWindow));
  CHECK_FALSE(has_posted(outbox, 4));
}

TEST_CASE("a number whose cap was reached before starves no other, whatever waits for it") {
  Outbox outbox;
  outbox.config.senders["main"].daily_cap = 3;
  outbox.config.senders["third"] = outbox.config.senders["main"];
  outbox.config.senders["third"].name = "third";
  outbox.config.senders["third"].numbers = {kNumber + "2"};
  outbox.start();
  outbox.plan(reminders(outbox, 300, kNumber));
  outbox.plan(reminders(outbox, 300, kNumber + "2"));
  outbox.dispatcher->run_until_idle();
  CHECK(outbox.carrier.posts().size() == 6);
  Intent last = outbox.reminder("last", 900, hours{2});
  last.sender = kOtherNumber;
  outbox.plan({last});
  outbox.restart().run_until_idle();
  CHECK(outbox.state("last") == IntentState::kAccepted);
  REQUIRE(outbox.dispatcher->capped().size() == 2);
  CHECK(outbox.dispatcher->capped().front().texts == 297);
  CHECK(outbox.dispatcher->capped().back().texts == 297);
}

TEST_CASE("a number that waits for its rate starves no other") {
  Outbox outbox;
  outbox.config.senders["main"].segments_per_second = 0.1;
  outbox.config.senders["other"].segments_per_second = 0;
  outbox.start(true);
  outbox.plan(reminders(outbox, 300, kNumber));
  std::vector<Intent> others = reminders(outbox, 50, kOtherNumber);
  for (Intent& other : others) other.expires = *other.expires + hours{1};
  outbox.plan(others);
  const Steady::time_point begin = Steady::now();
  const auto of_other = [&] {
    const auto posts = outbox.carrier.posts();
    return std::count_if(posts.begin(), posts.end(),
                         [](const FakeTwilio::Post& post) { return post.from == kOtherNumber; });
  };
  while (of_other() < 50 && Steady::now() - begin < seconds{8}) outbox.dispatcher->turn(50);
  CHECK(of_other() == 50);
  CHECK(outbox.dispatcher->capped().empty());
}

TEST_CASE("a text that was surely not sent is tried again, five times at most") {
  Outbox outbox;
  outbox.carrier.on_post = [](const FakeTwilio::Post&) { return http_answer(429, "{}"); };
  outbox.start();
  outbox.plan({outbox.text("a", 1)});
  for (int i = 0; i < 40; ++i) {
    outbox.dispatcher->run_until_idle();
    outbox.clock.advance(std::chrono::minutes{10});
  }
  CHECK(outbox.state("a") == IntentState::kRejected);
  CHECK(outbox.carrier.posts().size() == 5);
  CHECK(outbox.carrier.lists() == 0);
}

}  // namespace smsflow::text_outbox_test
