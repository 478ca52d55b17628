#include "store/imagined.h"

#include <doctest/doctest.h>

#include <set>

#include "random_changes.h"

namespace smsflow::imagined_test {
namespace {

std::string nth(int i) {
  return conversation_id("appointment", "a" + std::to_string(i));
}

// Those of the 40 that a log has.
std::set<std::string> conversations_in(Log& log) {
  const auto view = log.read();
  std::set<std::string> ids;
  for (int i = 0; i < 40; ++i) {
    if (view->has_conversation(nth(i))) ids.insert(nth(i));
  }
  return ids;
}

// What a run asks of a log. A text is planned with its conversation or after it, which these
// changes do not heed: texts are asked of conversations that were there.
template <typename Books>
void check_alike(Books& imagined, Transaction& written, const std::set<std::string>& were_there) {
  for (int i = 0; i < 40; ++i) {
    const std::string key = "a" + std::to_string(i);
    const std::string id = nth(i);
    CHECK(imagined.conversation(id) == written.conversation(id));
    CHECK(imagined.has_conversation(id) == written.has_conversation(id));
    if (were_there.contains(id)) CHECK(imagined.intents_of(id) == written.intents_of(id));
    CHECK(imagined.record_seen("appointment", key) == written.record_seen("appointment", key));
  }
  for (int i = 0; i < 60; ++i) {
    const std::string id = sample_intent(std::to_string(i), "a1").id;
    CHECK(imagined.intent(id) == written.intent(id));
    CHECK(imagined.timer("t" + std::to_string(i)) == written.timer("t" + std::to_string(i)));
    CHECK(imagined.handoff("h" + std::to_string(i)) == written.handoff("h" + std::to_string(i)));
    if (i < 15) CHECK(imagined.contact(phone(i)) == written.contact(phone(i)));
  }
  for (const char* scope : {"", "north"}) {
    CHECK(imagined.look("appointment", scope) == written.look("appointment", scope));
  }
}

bool is_repeatable(const Change& change) {
  return !std::holds_alternative<InboundRecorded>(change) &&
         !std::holds_alternative<ReceiptRecorded>(change) &&
         !std::holds_alternative<RecordPosted>(change) &&
         !std::holds_alternative<RevisionKept>(change);
}

}  // namespace

TEST_CASE("what is imagined is what would be written") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    const auto log = open_log(kInMemory, {});
    const auto other = open_log(kInMemory, {});
    for (Log* one : {log.get(), other.get()}) {
      RandomChanges changes(seed);
      write_random(*one, changes, 300);
    }
    RandomChanges more(100 + seed);
    const std::set<std::string> were_there = conversations_in(*log);
    CHECK(were_there.size() > 5);
    const auto imagined = log->imagine();
    const auto written = other->write(at(9'999));
    for (int i = 0; i < 300; ++i) {
      const Change change = more.next(*written);
      const bool is_new = imagined->write(change);
      const bool was_written = written->write(change);
      if (is_repeatable(change)) CHECK(is_new == was_written);
    }
    check_alike(*imagined, *written, were_there);
  }
}

TEST_CASE("nothing that is imagined is in the log") {
  const auto log = open_log(kInMemory, {});
  RandomChanges changes(3);
  write_random(*log, changes, 100);
  {
    const auto imagined = log->imagine();
    RandomChanges more(4);
    for (int i = 0; i < 100; ++i) imagined->write(more.next(*imagined));
    imagined->commit();
  }
  const auto other = open_log(kInMemory, {});
  RandomChanges again(3);
  write_random(*other, again, 100);
  const std::set<std::string> were_there = conversations_in(*other);
  const auto view = other->read();
  const auto now = log->write(at(9'999));
  check_alike(*view, *now, were_there);
}

TEST_CASE("what is let go of is as the log has it again, but for looks and contacts") {
  const auto log = open_log(kInMemory, {});
  const auto imagined = log->imagine();
  const Conversation conversation = sample_conversation("a1", 1);
  Timer timer = sample_timer(conversation.id + "/0/1/silence", 5);
  timer.conversation = conversation.id;
  imagined->write(ConversationChanged{conversation, "begins"});
  imagined->write(TimerSet{timer});
  imagined->write(LookTaken{.workflow = "appointment", .scope = "", .at = at(7)});
  CHECK(imagined->touched() == std::vector<std::string>{conversation.id});
  CHECK(imagined->timers_set(conversation.id) == std::vector<Timer>{timer});
  CHECK(imagined->timers_set("another").empty());
  imagined->forget();
  CHECK(imagined->touched().empty());
  CHECK_FALSE(imagined->conversation(conversation.id));
  CHECK_FALSE(imagined->timer(timer.id));
  CHECK(imagined->look("appointment", "")->at == at(7));
}

}  // namespace smsflow::imagined_test
