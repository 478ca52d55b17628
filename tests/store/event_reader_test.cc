#include "store/event_reader.h"

#include "sample.h"

namespace smsflow::event_reader_test {

namespace {

std::vector<ReadEvent> events_of(const std::string& log) {
  Database database(log, Database::Mode::kReadOnly);
  EventReader reader(database);
  std::vector<ReadEvent> events;
  while (reader.next()) events.push_back(reader.event());
  return events;
}

}  // namespace

TEST_CASE("events come in their order, with whom they are of and what they brought") {
  const Folder folder;
  const InboundRecorded reply = sample_reply("SM1");
  write(*open_log(folder.log(), {}), reply, IntentPlanned{sample_intent("1", "a1", 2)},
        RevisionKept{"r1", "appointment", "name = \"a\""});
  const std::vector<ReadEvent> events = events_of(folder.log());
  REQUIRE(events.size() == 3);

  CHECK(events[0].stored.event.kind == EventKind::kInbound);
  CHECK(events[0].stored.phone == phone().e164());
  CHECK(events[0].stored.body == reply.message.text);
  CHECK(events[0].stored.raw == reply.raw);
  CHECK(events[0].has_contact);
  CHECK(events[0].has_side);
  CHECK(events[0].has_body);
  CHECK(events[0].side_contact == events[0].stored.event.contact);
  CHECK(events[0].keyed_event == events[0].stored.event.id);
  CHECK(events[0].salt.size() == 16);

  CHECK(events[1].stored.event.kind == EventKind::kPlanned);
  CHECK(events[1].stored.event.intent == sample_intent("1").id);
  CHECK(events[1].stored.phone == phone(2).e164());
  CHECK(events[1].keyed_event == 0);
  CHECK(events[1].stored.event.id > events[0].stored.event.id);

  CHECK(events[2].stored.event.kind == EventKind::kRevision);
  CHECK_FALSE(events[2].has_contact);
  CHECK_FALSE(events[2].has_side);
}

TEST_CASE("what was erased is told apart from what was never there") {
  const Folder folder;
  write(*open_log(folder.log(), {}), InboundRecorded{sample_reply("SM1")});
  Database(folder.log(), Database::Mode::kReadWrite)
      .script(
          "UPDATE message SET body = NULL, raw = NULL; "
          "UPDATE contact SET phone = NULL, salt = NULL, erased_through = 1");
  const std::vector<ReadEvent> events = events_of(folder.log());
  REQUIRE(events.size() == 1);
  CHECK(events[0].has_contact);
  CHECK(events[0].has_side);
  CHECK_FALSE(events[0].has_body);
  CHECK(events[0].stored.phone.empty());
  CHECK(events[0].salt.empty());
  CHECK(events[0].erased_through == 1);
}

TEST_CASE("an empty log has no event") {
  const Folder folder;
  open_log(folder.log(), {});
  CHECK(events_of(folder.log()).empty());
}

}  // namespace smsflow::event_reader_test
