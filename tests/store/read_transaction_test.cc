#include <doctest/doctest.h>

#include "sample.h"
#include "store/sqlite.h"

namespace smsflow::read_transaction_test {

namespace {

// As `log purge` leaves a contact.
void erase(const Folder& folder) {
  Database(folder.log(), Database::Mode::kReadWrite)
      .execute(
          "UPDATE contact SET phone = NULL, salt = NULL, erased_through = 99;"
          "UPDATE record SET body = NULL; UPDATE message SET body = NULL, raw = NULL");
}

}  // namespace

TEST_CASE("whose number was erased is known by it still: nobody who opted out is texted again") {
  const Folder folder;
  write(*open_log(folder.log(), {}), ContactChanged{sample_contact(), "stop", "SM1"},
        ConversationChanged{sample_conversation("a1"), ""},
        RecordSeen{sample_record("a1"), sample_conversation("a1").id},
        InboundRecorded{sample_reply("SM1")});
  erase(folder);
  const auto log = open_log(folder.log(), {});
  const auto view = log->read();
  const std::optional<Contact> contact = view->contact(phone());
  REQUIRE(contact);
  CHECK(contact->phone == phone());
  CHECK(contact->opted_out_at == sample_contact().opted_out_at);
  const std::vector<Conversation> conversations = view->conversations_of(phone());
  REQUIRE(conversations.size() == 1);
  CHECK(conversations[0].record.phone == phone());
  CHECK(conversations[0].record.fields.empty());
  const std::optional<SeenRecord> seen = view->record_seen("appointment", "a1");
  REQUIRE(seen);
  CHECK(seen->hash.empty());  // it was there, and was erased
}

TEST_CASE("whether there are conversations is asked without reading them") {
  const auto log = open_log(kInMemory, {});
  write(*log, ConversationChanged{sample_conversation("a1"), ""});
  const auto view = log->read();
  CHECK(view->has_conversation(sample_conversation("a1").id));
  CHECK_FALSE(view->has_conversation(sample_conversation("a2").id));
  CHECK(view->has_conversations("appointment"));
  CHECK_FALSE(view->has_conversations("order"));
}

TEST_CASE("a limit below nothing is nothing") {
  const auto log = open_log(kInMemory, {});
  Intent hook = sample_intent("2");
  hook.channel = Channel::kHook;
  hook.sender = "crm";
  write(*log, IntentPlanned{sample_intent("1")}, IntentPlanned{hook},
        TimerSet{sample_timer("t1", 70)});
  const auto view = log->read();
  for (const int limit : {0, -1}) {
    CHECK(view->due_intents(Channel::kSms, at(200), limit).empty());
    CHECK(view->due_hooks("crm", at(200), limit).empty());
    CHECK(view->due_timers(at(200), limit).empty());
    CHECK(view->unknown_intents(limit).empty());
  }
}

TEST_CASE("the texts of a conversation come in the order in which they were planned") {
  const auto log = open_log(kInMemory, {});
  Intent direct = sample_intent("4");
  direct.conversation.clear();
  write(*log, IntentPlanned{sample_intent("2")}, IntentPlanned{sample_intent("1")},
        IntentPlanned{sample_intent("3", "a2")}, IntentPlanned{direct});
  const auto view = log->read();
  const std::vector<Intent> texts = view->intents_of(sample_intent("1").conversation);
  REQUIRE(texts.size() == 2);
  CHECK(texts[0].id == sample_intent("2").id);
  CHECK(texts[1].id == sample_intent("1").id);
  CHECK(view->intents_of("").empty());  // texts without a conversation are nobody's in particular
}

TEST_CASE("in a log in which nothing is planned nothing is due") {
  const auto log = open_log(kInMemory, {});
  CHECK_FALSE(log->read()->next_due());
  Intent done = sample_intent("1");
  done.state = IntentState::kDelivered;
  write(*log, IntentPlanned{done});
  CHECK_FALSE(log->read()->next_due());
}

}  // namespace smsflow::read_transaction_test
