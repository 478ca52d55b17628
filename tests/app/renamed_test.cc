#include "app/renamed.h"

#include <doctest/doctest.h>

#include <memory>

#include "classify/classifier.h"
#include "tests/tree.h"
#include "workflow/load.h"

namespace smsflow::renamed_test {
namespace {

const Instant kNow = *parse_rfc3339("2026-03-02T15:00:00Z");

// The shipped workflow with one line of its head replaced.
Workflow appointment(const std::string& name_line) {
  const Workflow shipped =
      load_workflow_file(in_tree("workflows/appointment.toml"), reserved_words()).value;
  std::string text = shipped.source;
  const std::string line = "name    = \"appointment\"";
  const std::size_t at = text.find(line);
  REQUIRE(at != std::string::npos);
  text.replace(at, line.size(), name_line);
  const LoadedWorkflow loaded = load_workflow(text, "edited.toml", reserved_words());
  REQUIRE_FALSE(has_errors(loaded.diagnostics));
  return loaded.value;
}

// A log in which a workflow has asked about A1.
struct Asked {
  explicit Asked(const Workflow& old) : kept(open_log(kInMemory, {})), log(kept->write(kNow)) {
    log->write(RevisionKept{old.revision, old.log_name(), old.source});
    Conversation conversation{.workflow = old.log_name(), .revision = old.revision};
    conversation.id = conversation_id(old.log_name(), "A1");
    conversation.record.key = "A1";
    conversation.record.phone = PhoneNumber::from_e164("+13125550101");
    log->write(ConversationChanged{conversation, "planned"});
  }
  std::string asked_as(const std::vector<const Workflow*>& given, std::string_view key = "A1") {
    return Renamed(*log, given).asked_as(*log, given.front()->log_name(), key);
  }
  std::unique_ptr<Log> kept;
  std::unique_ptr<Transaction> log;
};

}  // namespace

TEST_CASE("a workflow under a new name would ask again") {
  const Workflow old = appointment("name = \"appointment\"");
  const Workflow fresh = appointment("name = \"visits\"");
  Asked world(old);
  CHECK(world.asked_as({&fresh}) == "appointment");
  CHECK(world.asked_as({&fresh}, "A2").empty());
  CHECK(world.asked_as({&old}).empty());
  CHECK(world.asked_as({&fresh, &old}).empty());
}

TEST_CASE("the file may say that it is the same, or that both are meant") {
  const Workflow old = appointment("name = \"appointment\"");
  Asked world(old);
  const Workflow same = appointment("name = \"visits\"\nrenamed_from = \"appointment\"");
  CHECK(same.log_name() == "appointment");
  CHECK(world.asked_as({&same}).empty());
  const Workflow beside = appointment("name = \"visits\"\nbeside = [\"appointment\"]");
  CHECK(world.asked_as({&beside}).empty());
  // Said by either of the two, it holds for both.
  Asked other(appointment("name = \"appointment\"\nbeside = [\"visits\"]"));
  const Workflow fresh = appointment("name = \"visits\"");
  CHECK(other.asked_as({&fresh}).empty());
}

TEST_CASE("another purpose or another moment is another question") {
  const Workflow old = appointment("name = \"appointment\"");
  Asked world(old);
  Workflow fresh = appointment("name = \"visits\"");
  fresh.purpose = "recall";
  CHECK(world.asked_as({&fresh}).empty());
  fresh.purpose = old.purpose;
  fresh.trigger.at->offset -= std::chrono::hours{24};
  CHECK(world.asked_as({&fresh}).empty());
  fresh.trigger.at.reset();
  CHECK(world.asked_as({&fresh}).empty());
}

TEST_CASE("once its own conversation is there, a workflow goes on") {
  const Workflow old = appointment("name = \"appointment\"");
  const Workflow fresh = appointment("name = \"visits\"");
  Asked world(old);
  Conversation own{.workflow = "visits", .revision = fresh.revision};
  own.id = conversation_id("visits", "A1");
  own.record.key = "A1";
  world.log->write(ConversationChanged{own, "planned"});
  CHECK(world.asked_as({&fresh}).empty());
}

TEST_CASE("what a file began under its own name does not bar it from going on as another") {
  Asked refused(appointment("name = \"visits\""));
  const Workflow same = appointment("name = \"visits\"\nrenamed_from = \"appointment\"");
  CHECK(refused.asked_as({&same}).empty());
}

TEST_CASE("only a workflow that has asked is a rival") {
  const Workflow old = appointment("name = \"appointment\"");
  const Workflow fresh = appointment("name = \"visits\"");
  Asked world(old);
  CHECK(Renamed(*world.log, {&fresh}).has_rivals("visits"));
  CHECK_FALSE(Renamed(*world.log, {&old}).has_rivals("appointment"));
  const auto kept = open_log(kInMemory, {});
  const auto log = kept->write(kNow);
  log->write(RevisionKept{old.revision, old.log_name(), old.source});
  CHECK_FALSE(Renamed(*log, {&fresh}).has_rivals("visits"));
}

TEST_CASE("the rows are read for their keys first, where they can be read twice") {
  const Workflow old = appointment("name = \"appointment\"");
  const Workflow fresh = appointment("name = \"visits\"");
  Asked world(old);
  const Renamed renamed(*world.log, {&fresh});
  const auto source = open_records(in_tree("testdata/records/appointments.csv"));
  CHECK_NOTHROW(require_not_asked(*source, *world.log, renamed, fresh));
  Row first;
  REQUIRE(source->next(first));
  CHECK(first.line == 2);
  Conversation asked{.workflow = "appointment", .revision = old.revision};
  asked.id = conversation_id("appointment", "A-1005");
  world.log->write(ConversationChanged{asked, "planned"});
  source->rewind();
  CHECK_THROWS_AS(require_not_asked(*source, *world.log, renamed, fresh), Error);
}

TEST_CASE("the message names both ways out") {
  const Error error = would_ask_again(appointment("name = \"visits\""), "appointment");
  CHECK(error.kind() == ErrorKind::kBadInput);
  CHECK(error.hint().find("renamed_from = \"appointment\"") != std::string::npos);
  CHECK(error.hint().find("beside = [\"appointment\"]") != std::string::npos);
}

}  // namespace smsflow::renamed_test
