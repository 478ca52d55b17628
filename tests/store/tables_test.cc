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
    if (!remembered) log.read_anew();
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

TEST_CASE("nouns are found by a condition, in its order, also by what waits to be written") {
  Bare log;
  for (const char* id : {"h2", "h1", "h3"}) log.put_later(1, sample_handoff(id));
  const ColumnMask queue = handoff_layout().mask({"queue"});
  const auto found = [&] {
    std::string ids;
    for (const Handoff& one :
         log.tables.select<Handoff>(queue, "t.id <> ? AND t.queue <> 'x' ORDER BY t.id", "h3")) {
      ids += one.id + one.reason + " ";
    }
    return ids;
  };
  const std::string reason = sample_handoff("h1").reason;
  CHECK(found() == "h1" + reason + " h2" + reason + " ");
  Handoff changed = sample_handoff("h1");
  changed.reason = "another";
  log.put_later(2, changed);
  CHECK(found() == "h1another h2" + reason + " ");
  changed.queue = "x";
  log.put_later(3, changed);
  CHECK(found() == "h2" + reason + " ");
}

TEST_CASE("a row that changes often is written once, when it must be") {
  Bare log;
  const auto stored = [&] {
    return log.database.number("SELECT visit FROM conversation").value_or(-1);
  };
  Conversation conversation = sample_conversation("a1");
  log.put_later(1, conversation);
  CHECK(stored() == -1);
  log.tables.write_pending();
  CHECK(stored() == conversation.visit);
  for (conversation.visit = 10; conversation.visit < 15; ++conversation.visit) {
    log.put_later(conversation.visit, conversation);
  }
  CHECK(stored() == 2);
  log.tables.forget();
  CHECK(stored() == 2);
  CHECK(log.tables.find<Conversation>(conversation.id)->visit == 2);
}

TEST_CASE("more rows than are kept are all written") {
  Bare log;
  constexpr int kMany = 10'000;
  for (int n = 0; n < kMany; ++n) log.put_later(n + 1, sample_handoff("h" + std::to_string(n)));
  Handoff first = sample_handoff("h0");
  first.agent = "maya";
  log.put_later(kMany + 1, first);
  log.read_anew();
  CHECK(log.database.number("SELECT count(*) FROM handoff") == kMany);
  CHECK(log.tables.find<Handoff>("h0")->agent == "maya");
  CHECK(log.database.number("SELECT n FROM handoff WHERE id = 'h9999'") == kMany);
}

}  // namespace smsflow::tables_test
