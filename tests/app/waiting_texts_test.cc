#include "app/waiting_texts.h"

#include <random>

#include "outbox.h"

namespace smsflow::waiting_texts_test {
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

// What waits in an outbox's log, and what leaves it when it is asked again and again.
class Queue {
 public:
  Queue() { outbox.start(); }

  // In the order of leaving; they leave for good.
  std::string leave(int limit = 1000, bool anew = false) {
    std::string left;
    const auto log = outbox.log->write(outbox.clock.now());
    Round round{
        .log = *log, .programs = *outbox.programs, .now = outbox.clock.now(), .counts = counts};
    waiting->look(round, anew);
    while (WaitingTexts::Lane* lane = limit > 0 ? waiting->next() : nullptr) {
      std::optional<Intent> intent = WaitingTexts::first_of(*lane, round);
      waiting->drop_first_of(*lane);
      if (!intent) continue;
      left += (left.empty() ? "" : " ") + intent->id;
      intent->state = IntentState::kSuppressed;
      REQUIRE(log->write(IntentMoved{*intent, IntentState::kPlanned, "left"}));
      --limit;
    }
    log->commit();
    return left;
  }
  void move(const std::string& id, const std::function<void(Intent&)>& change) {
    Intent intent = outbox.now(id);
    change(intent);
    const auto log = outbox.log->write(outbox.clock.now());
    REQUIRE(log->write(IntentMoved{intent, IntentState::kPlanned, "moved"}));
    log->commit();
  }

  Outbox outbox;
  DispatchCounts counts;
  std::unique_ptr<WaitingTexts> waiting;
};

}  // namespace

TEST_CASE("texts leave by rank, deadline and moment, whenever they came") {
  Queue queue;
  queue.waiting = std::make_unique<WaitingTexts>(*queue.outbox.carriers);
  queue.outbox.plan({queue.outbox.reminder("late", 1, minutes{90}),
                     queue.outbox.reminder("soon", 2, minutes{30})});
  CHECK(queue.leave(0).empty());
  queue.outbox.plan({queue.outbox.text("reply", 3)});
  CHECK(queue.leave(1) == "reply");
  queue.outbox.plan({queue.outbox.reminder("sooner", 4, minutes{20})});
  CHECK(queue.leave() == "sooner soon late");
  CHECK(queue.leave().empty());
}

TEST_CASE("what is due later comes when it is due, and what moved meanwhile is as it is now") {
  Queue queue;
  queue.waiting = std::make_unique<WaitingTexts>(*queue.outbox.carriers);
  Intent later = queue.outbox.text("later", 1);
  later.due += minutes{5};
  queue.outbox.plan({later, queue.outbox.text("stopped", 2), queue.outbox.text("put-off", 3)});
  CHECK(queue.leave(0).empty());
  queue.move("stopped", [](Intent& intent) { intent.state = IntentState::kSuppressed; });
  queue.move("put-off", [](Intent& intent) { intent.due += minutes{10}; });
  CHECK(queue.leave().empty());
  queue.outbox.clock.advance(minutes{6});
  CHECK(queue.leave() == "later");
  queue.outbox.clock.advance(minutes{6});
  CHECK(queue.leave() == "put-off");
}

TEST_CASE("after a turn that came to nothing all is looked at anew") {
  Queue queue;
  queue.waiting = std::make_unique<WaitingTexts>(*queue.outbox.carriers);
  queue.outbox.plan({queue.outbox.text("a", 1), queue.outbox.text("b", 2)});
  {
    const auto log = queue.outbox.log->write(queue.outbox.clock.now());
    Round round{.log = *log,
                .programs = *queue.outbox.programs,
                .now = queue.outbox.clock.now(),
                .counts = queue.counts};
    REQUIRE(log->write(IntentPlanned{queue.outbox.text("never", 3)}));
    queue.waiting->look(round, false);
    CHECK(queue.waiting->count(kNumber) == 3);
    queue.waiting->drop_first_of(*queue.waiting->next());
  }
  queue.waiting->forget();
  CHECK(queue.leave() == "a b");
}

TEST_CASE("a number's lane is closed for one turn, and others go on") {
  Queue queue;
  queue.waiting = std::make_unique<WaitingTexts>(*queue.outbox.carriers);
  Intent other = queue.outbox.text("other", 2);
  other.sender = kOtherNumber;
  other.due += seconds{1};
  queue.outbox.plan({queue.outbox.text("a", 1), other});
  queue.outbox.clock.advance(minutes{1});
  CHECK(queue.leave(0).empty());
  queue.waiting->next()->close();
  REQUIRE(queue.waiting->next());
  CHECK(queue.waiting->next()->route()->number == kOtherNumber);
  CHECK(queue.leave() == "a other");
}

// Whatever comes, moves and leaves: who kept them in mind says what one says who just came.
TEST_CASE("what is kept in mind is what the log says") {
  std::mt19937 chance(7);
  const auto dice = [&](int sides) { return static_cast<int>(chance() % sides); };
  for (int seed = 0; seed < 20; ++seed) {
    Queue queue;
    queue.waiting = std::make_unique<WaitingTexts>(*queue.outbox.carriers);
    int planned = 0;
    for (int step = 0; step < 12; ++step) {
      std::vector<Intent> more;
      for (int i = dice(5); i > 0; --i) {
        ++planned;
        const std::string id = "t" + std::to_string(100 + planned);
        more.push_back(dice(2) == 0 ? queue.outbox.text(id, planned)
                                    : queue.outbox.reminder(id, planned, minutes{10 + dice(90)}));
        more.back().due += minutes{dice(3) * 4};
        if (dice(3) == 0) more.back().sender = kOtherNumber;
      }
      queue.outbox.plan(more);
      const std::string left = queue.leave(dice(4));
      queue.outbox.clock.advance(minutes{dice(4)});
    }
    queue.outbox.clock.advance(minutes{60});
    std::string expected;
    {
      const auto log = queue.outbox.log->write(queue.outbox.clock.now());
      Round round{.log = *log,
                  .programs = *queue.outbox.programs,
                  .now = queue.outbox.clock.now(),
                  .counts = queue.counts};
      for (const Intent& intent : log->due_intents(Channel::kSms, round.now, 1000)) {
        expected += (expected.empty() ? "" : " ") + intent.id;
      }
    }
    CHECK(queue.leave() == expected);
  }
}

}  // namespace smsflow::waiting_texts_test
