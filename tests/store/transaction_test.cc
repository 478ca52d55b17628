#include <doctest/doctest.h>

#include "sample.h"
#include "store/sqlite.h"
#include "text/error.h"

namespace smsflow::transaction_test {

namespace {

std::optional<std::int64_t> ask(const Folder& folder, const std::string& sql) {
  return Database(folder.log(), Database::Mode::kReadOnly).number(sql);
}

}  // namespace

TEST_CASE("what was committed is there when the log is opened again; what was not, is not") {
  const Folder folder;
  {
    const auto log = open_log(folder.log(), {});
    write(*log, TimerSet{sample_timer("kept", 70)});
    log->write(at(1))->write(TimerSet{sample_timer("dropped", 70)});
  }
  const auto log = open_log(folder.log(), {});
  CHECK(log->read()->timer("kept"));
  CHECK_FALSE(log->read()->timer("dropped"));
  CHECK(ask(folder, "SELECT count(*) FROM event") == 1);
}

TEST_CASE("a transaction is committed once") {
  const Folder folder;
  const auto log = open_log(folder.log(), {});
  const auto transaction = log->write(at(0));
  CHECK(transaction->write(TimerSet{sample_timer("t1", 70)}));
  transaction->commit();
  CHECK_THROWS_AS(transaction->commit(), Error);
  CHECK(ask(folder, "SELECT count(*) FROM batch") == 1);
}

TEST_CASE("after a write that failed its transaction is not committed") {
  const Folder folder;
  const auto log = open_log(folder.log(), {});
  Database(folder.log(), Database::Mode::kReadWrite).execute("DROP TABLE event_key");
  {
    const auto transaction = log->write(at(0));
    CHECK(transaction->write(RevisionKept{"r1", "a", "b"}));
    CHECK_THROWS_AS(transaction->write(sample_reply("SM1")), Error);
    CHECK_THROWS_AS(transaction->commit(), Error);
  }
  CHECK(log->read()->revision_source("r1").empty());
}

TEST_CASE("what waits and cannot be written is not committed, nor anything beside it") {
  const Folder folder;
  const auto log = open_log(folder.log(), {});
  Database(folder.log(), Database::Mode::kReadWrite).execute("DROP TABLE timer");
  {
    const auto transaction = log->write(at(0));
    CHECK(transaction->write(RevisionKept{"r1", "a", "b"}));
    CHECK(transaction->write(TimerSet{sample_timer("t1", 70)}));
    CHECK_THROWS_AS(transaction->commit(), Error);
    CHECK_THROWS_AS(transaction->commit(), Error);
  }
  CHECK(log->read()->revision_source("r1").empty());
  CHECK(write(*log, RevisionKept{"r1", "a", "b"}));
  CHECK(log->read()->revision_source("r1") == "b");
}

TEST_CASE("a batch tells who wrote it and when, and which events are its own") {
  const Folder folder;
  write(*open_log(folder.log(), {.writer = "send"}), TimerSet{sample_timer("t1", 70)},
        TimerSet{sample_timer("t2", 70)});
  {
    const auto log = open_log(folder.log(), {.writer = "serve"});
    const auto transaction = log->write(at(5));
    transaction->write(TimerSet{sample_timer("t3", 70)});
    transaction->commit();
  }
  CHECK(ask(folder, "SELECT last - first FROM batch WHERE writer = 'send'") == 1);
  CHECK(ask(folder, "SELECT at FROM batch WHERE writer = 'serve'") == to_ms(at(5)));
  CHECK(ask(folder,
            "SELECT count(*) FROM event e WHERE NOT EXISTS (SELECT 1 FROM batch b WHERE "
            "e.id BETWEEN b.first AND b.last)") == 0);
}

TEST_CASE("a move that may not be changes nothing, and the log keeps that it was tried") {
  const Folder folder;
  const auto log = open_log(folder.log(), {});
  const Intent planned = sample_intent("1");
  write(*log, IntentPlanned{planned});
  const auto transaction = log->write(at(2));
  CHECK_FALSE(transaction->write(IntentMoved{moved(planned, IntentState::kDelivered, 2),
                                             IntentState::kPosting, "a late word"}));
  transaction->commit();
  CHECK(log->read()->intent(planned.id)->state == IntentState::kPlanned);
  CHECK(ask(folder, "SELECT count(*) FROM v_event WHERE kind = 'move_dropped'") == 1);
}

TEST_CASE("nothing personal is in an event, whatever was written") {
  const Folder folder;
  const auto log = open_log(folder.log(), {});
  Conversation conversation = sample_conversation("a1");
  conversation.captured = {{"callback", "private words"}};
  Intent literal = sample_intent("1");
  literal.literal = true;
  literal.text = "private words";
  Intent rendered = sample_intent("2");
  Intent posting = moved(rendered, IntentState::kPosting, 2);
  posting.sent_text = "private words";
  InboundRecorded reply = sample_reply("SM1");
  reply.message.text = reply.raw = "private words";
  CHECK(write(*log, RecordSeen{conversation.record, conversation.id},
              ConversationChanged{conversation, "asked"}, IntentPlanned{literal},
              IntentPlanned{rendered}, IntentMoved{posting, IntentState::kPlanned, ""}, reply,
              ContactChanged{sample_contact(), "stop", "SM1"},
              HandoffChanged{sample_handoff("h1"), "asked"}));
  for (const char* words : {"private words", "3125551", "Zo"}) {
    CAPTURE(words);
    CHECK(Database(folder.log(), Database::Mode::kReadOnly)
              .number("SELECT count(*) FROM event WHERE instr(data, ?) > 0",
                      std::string_view(words)) == 0);
  }
}

}  // namespace smsflow::transaction_test
