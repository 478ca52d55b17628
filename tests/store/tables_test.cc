#include "store/tables.h"

#include "bare.h"
#include "text/json.h"

namespace smsflow::tables_test {

TEST_CASE("a row that was put is loaded, also by another who reads it from the tables") {
  Bare log;
  const Conversation conversation = sample_conversation("a1");
  log.put(1, conversation);
  for (const bool remembered : {true, false}) {
    CAPTURE(remembered);
    if (!remembered) log.tables.forget();
    const TableRow& row = log.tables.load(conversation_layout(), conversation.id);
    REQUIRE(row.n != 0);
    CHECK((row.cells == to_row(conversation).cells));
    CHECK(row.phone == phone().e164());
  }
  CHECK(log.tables.load(conversation_layout(), "c0").n == 0);
}

TEST_CASE("an event tells what changed, and nothing else") {
  Bare log;
  Conversation conversation = sample_conversation("a1");
  CHECK(Json::parsed(log.put(1, conversation).now).text_at("state") == "asked");
  conversation.state = "nudged";
  CHECK(log.put(2, conversation).now == R"({"state":"nudged"})");
  CHECK(log.put(3, conversation).now == "{}");
  conversation.asked_at.reset();
  CHECK(log.put(4, conversation).now == R"({"asked_at":null})");
}

TEST_CASE("the personal part is kept once, with the event that brought it") {
  Bare log;
  Conversation conversation = sample_conversation("a1");
  const EventDraft seen = log.put(1, RecordSeen{conversation.record, conversation.id});
  CHECK(seen.side == 1);
  CHECK_FALSE(seen.body.empty());
  conversation.captured.clear();
  const EventDraft same = log.put(2, conversation);
  CHECK(same.side == 1);
  CHECK(same.body.empty());
  conversation.captured["slot"] = "tuesday";
  const EventDraft other = log.put(3, conversation);
  CHECK(other.side == 3);
  CHECK(other.body.find("tuesday") != std::string::npos);
}

TEST_CASE("the numbers of two people are two contacts, and one person's are one") {
  Bare log;
  const std::int64_t one = log.put(1, sample_contact(1)).contact;
  CHECK(log.put(2, sample_intent("1", "a1", 1)).contact == one);
  CHECK(log.put(3, sample_handoff("h1", 2)).contact != one);
}

TEST_CASE("what is known is told: the state of an intent, a carrier's name for it, a timer") {
  Bare log;
  CHECK_FALSE(log.tables.state_of("i0"));
  CHECK_FALSE(log.tables.state_of(""));
  Intent intent = sample_intent("1");
  intent.provider = "main";
  intent.provider_id = "SM1";
  log.put(1, intent);
  CHECK(log.tables.state_of(intent.id) == IntentState::kPlanned);
  CHECK(log.tables.knows_provider_id("main", "SM1"));
  CHECK_FALSE(log.tables.knows_provider_id("other", "SM1"));
  CHECK_FALSE(log.tables.knows_provider_id("main", ""));
  log.put(2, sample_timer("t1", 70));
  CHECK(log.tables.has_timer("t1"));
  log.tables.drop_timer("t1");
  CHECK_FALSE(log.tables.has_timer("t1"));
}

TEST_CASE("rows are found by a condition, in its order") {
  Bare log;
  for (const char* id : {"h2", "h1", "h3"}) log.put(1, sample_handoff(id));
  const std::vector<TableRow> rows =
      log.tables.rows(handoff_layout(), "t.id <> ? ORDER BY t.id", "h3");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].id == "h1");
  CHECK(rows[1].id == "h2");
}

TEST_CASE("a cell comes out of a query as it went in") {
  Bare log;
  for (const Cell& cell : {Cell(), Cell(std::int64_t{-5}), Cell(0.25), Cell(std::string("a\n")),
                           Cell(std::string())}) {
    Query query = log.database.query("SELECT ?");
    bind_cell(query, 1, cell);
    REQUIRE(query.step());
    CHECK((cell_at(query, 0) == cell));
  }
}

}  // namespace smsflow::tables_test
