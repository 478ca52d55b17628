#include "bare.h"

namespace smsflow::known_test {

TEST_CASE("what is known is told: the state of an intent, a carrier's name for it, a timer") {
  Bare log;
  CHECK_FALSE(log.tables.state_of("i0"));
  CHECK_FALSE(log.tables.state_of(""));
  Intent intent = sample_intent("1");
  intent.provider = "main";
  intent.provider_id = "SM1";
  log.put(1, intent);
  CHECK(log.tables.state_of(intent.id) == IntentState::kPlanned);
  CHECK(log.tables.intent_named("main", "SM1") == intent.id);
  CHECK(log.tables.intent_named("other", "SM1").empty());
  CHECK(log.tables.intent_named("main", "").empty());
  log.put(2, sample_timer("t1", 70));
  CHECK(log.tables.has_timer("t1"));
  log.tables.drop_timer("t1");
  CHECK_FALSE(log.tables.has_timer("t1"));
}

TEST_CASE("the latest intent of a carrier's name goes by it, from when it has it") {
  Bare log;
  Intent first = sample_intent("1");
  Intent second = sample_intent("2");
  log.put_later(1, first);
  log.put_later(2, second);
  CHECK(log.tables.intent_named("main", "SM1").empty());
  second.provider = first.provider = "main";
  second.provider_id = first.provider_id = "SM1";
  log.put_later(3, second);
  log.put_later(4, first);
  CHECK(log.tables.intent_named("main", "SM1") == second.id);
  second.provider_id = "SM2";
  log.put_later(5, second);
  CHECK(log.tables.intent_named("main", "SM1") == first.id);
  CHECK(log.tables.intent_named("main", "SM2") == second.id);
}

TEST_CASE("conversations are a contact's as long as they are, the newest question first") {
  Bare log;
  const auto ids = [&](int n) {
    std::string keys;
    const std::int64_t contact = log.tables.contacts().ensure(phone(n).e164()).id;
    for (const auto& one : log.tables.conversations_of(contact)) keys += one->record.key + " ";
    return keys;
  };
  CHECK(ids(1).empty());
  Conversation one = sample_conversation("a1");
  Conversation two = sample_conversation("a2");
  one.asked_at = at(20);
  two.asked_at = at(10);
  log.put_later(1, one);
  log.put_later(2, two);
  CHECK(ids(1) == "a1 a2 ");
  two.asked_at = at(30);
  log.put_later(3, two);
  CHECK(ids(1) == "a2 a1 ");
  one.record.phone = phone(2);
  log.put_later(4, one);
  CHECK(ids(1) == "a2 ");
  CHECK(ids(2) == "a1 ");
  two.asked_at.reset();
  log.put_later(5, two);
  log.put_later(6, sample_conversation("a3"));
  CHECK(ids(1) == "a3 a2 ");
  log.read_anew();
  CHECK(ids(1) == "a3 a2 ");
}

}  // namespace smsflow::known_test
