#include "store/event_reader.h"

#include "sample.h"

namespace smsflow::event_reader_test {

namespace {

std::vector<Event> events_of(const std::string& log) {
  Database database(log, Database::Mode::kReadOnly);
  EventReader reader(database);
  std::vector<Event> events;
  while (reader.next()) events.push_back(reader.event());
  return events;
}

}  // namespace

TEST_CASE("events come in their order, with all they say") {
  const Folder folder;
  const InboundRecorded reply = sample_reply("SM1", 1, "c1");
  write(*open_log(folder.log(), {.source = Source::kReplayed}), reply,
        IntentPlanned{sample_intent("1", "a1", 2)},
        RevisionKept{"r1", "appointment", "name = \"a\""});
  const std::vector<Event> events = events_of(folder.log());
  REQUIRE(events.size() == 3);
  CHECK(events[0].kind == EventKind::kInbound);
  CHECK(events[0].source == static_cast<std::int64_t>(Source::kReplayed));
  CHECK(events[0].conversation == "c1");
  CHECK(events[0].contact == 1);
  CHECK(events[0].side == events[0].id);
  CHECK(events[0].key.size() == 16);
  CHECK(events[0].personal.size() == 32);
  CHECK(events[0].data.starts_with("{\"now\":{"));

  CHECK(events[1].kind == EventKind::kPlanned);
  CHECK(events[1].intent == sample_intent("1").id);
  CHECK(events[1].contact == 2);
  CHECK(events[1].key.empty());
  CHECK(events[1].id > events[0].id);

  CHECK(events[2].kind == EventKind::kRevision);
  CHECK(events[2].contact == 0);
  CHECK(events[2].side == 0);
  CHECK(events[2].personal.empty());
}

TEST_CASE("an empty log has no event") {
  const Folder folder;
  open_log(folder.log(), {});
  CHECK(events_of(folder.log()).empty());
}

}  // namespace smsflow::event_reader_test
