#include "store/fold.h"

#include "bare.h"

namespace smsflow::fold_test {

namespace {

// A log with one of everything, and its events to be folded into empty tables beside its own.
struct Folded {
  Folded() {
    const auto log = open_log(folder.log(), {});
    Conversation conversation = sample_conversation("a1");
    write(*log, ContactChanged{sample_contact(), "stop", "SM1"},
          RecordSeen{conversation.record, conversation.id}, ConversationChanged{conversation, ""},
          IntentPlanned{sample_intent("1")}, HandoffChanged{sample_handoff("h1"), ""},
          TimerSet{sample_timer("t1", 70)}, TimerSet{sample_timer("t2", 80)},
          InboundRecorded{sample_reply("SM1")}, ReceiptRecorded{sample_receipt("SM9:sent", "SM9")},
          RevisionKept{"r1", "appointment", "name = \"a\""},
          StandingChanged{.workflow = "appointment",
                          .key = "a1",
                          .standing = RecordStanding::kMissing,
                          .seen_at = at(5),
                          .over_at = at(9)},
          LookTaken{.workflow = "appointment", .at = at(5), .rows = 3, .digest = "d"},
          AccountServed{"twilio", "AC1"}, LogAdopted{at(6)});
    conversation.state = "nudged";
    conversation.record.fields["amount"] = 99.5;
    write(*log, ConversationChanged{conversation, "silence"}, TimerDropped{"t1", true},
          IntentMoved{moved(sample_intent("1"), IntentState::kPosting, 2), IntentState::kPlanned,
                      ""});
  }

  std::optional<std::int64_t> ask(const std::string& sql) { return database->number(sql); }
  void fold() {
    database.emplace(folder.log(), Database::Mode::kReadWrite);
    database->execute(projection_schema("temp."));
    Query meta = database->query("SELECT log_id, number_key FROM meta");
    REQUIRE(meta.step());
    const Identity identity{.log_id = std::string(meta.text(0)),
                            .number_key = std::string(meta.blob(1))};
    Tables tables(*database, identity);
    fold_events(*database, tables);
  }

  Folder folder;
  std::optional<Database> database;
};

}  // namespace

TEST_CASE("the events alone make every projection again") {
  Folded log;
  log.fold();
  for (const std::string table :
       {"conversation", "contact_state", "intent", "handoff", "timer", "reply", "orphan",
        "record_seen", "revision", "look", "account", "adoption"}) {
    CAPTURE(table);
    CHECK(log.ask("SELECT count(*) FROM temp." + table).value_or(0) > 0);
    CHECK(log.ask("SELECT count(*) FROM (SELECT * FROM main." + table +
                  " EXCEPT SELECT * FROM temp." + table + ")") == 0);
    CHECK(log.ask("SELECT count(*) FROM (SELECT * FROM temp." + table +
                  " EXCEPT SELECT * FROM main." + table + ")") == 0);
  }
}

TEST_CASE("an event that is not as it was written is a damaged log") {
  for (const char* data : {"{", "{}", "{\"now\":{\"nobody\":1}}"}) {
    CAPTURE(data);
    Folded log;
    Database(log.folder.log(), Database::Mode::kReadWrite).run("DROP TRIGGER event_stays");
    Database(log.folder.log(), Database::Mode::kReadWrite)
        .run("UPDATE event SET data = ? WHERE id = 3", data);
    CHECK_THROWS_AS(log.fold(), Error);
  }
}

TEST_CASE("an event of no known kind is a damaged log") {
  Folded log;
  Database(log.folder.log(), Database::Mode::kReadWrite).run("DROP TRIGGER event_stays");
  Database(log.folder.log(), Database::Mode::kReadWrite)
      .run("UPDATE event SET kind = 99 WHERE id = 3");
  CHECK_THROWS_AS(log.fold(), Error);
}

}  // namespace smsflow::fold_test
