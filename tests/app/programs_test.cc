#include "app/programs.h"

#include <algorithm>

#include "scratch.h"
#include "tests/tree.h"
#include "text/error.h"

namespace smsflow::programs_test {
namespace {

using Files = std::vector<std::string>;

const Instant kNow = *parse_rfc3339("2026-03-02T15:00:00-06:00");

std::string edited(const std::string& from, const std::string& to) {
  std::string text(embedded_workflow());
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

// The words of the Error that loading these files ends in; "" when they load.
std::string fault_of(const Files& files) {
  const Config config;
  try {
    const Programs programs(files, config);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kBadInput);
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("the workflow that the binary carries is the one that is shipped") {
  const Config config;
  Programs programs({""}, config);
  REQUIRE(programs.workflows().size() == 1);
  const Workflow* built_in = programs.find("appointment");
  REQUIRE(built_in != nullptr);
  const Programs shipped({in_tree("workflows/appointment.toml")}, config);
  CHECK(built_in->revision == shipped.workflows().front()->revision);
  CHECK(programs.find("order") == nullptr);
}

TEST_CASE("what cannot be loaded is told, all of it at once") {
  const Scratch scratch;
  const std::string one =
      scratch.file("one.toml", edited("start      = \"asked\"", "start      = \"nowhere\""));
  const std::string two = scratch.file("two.toml", edited("when       = \"status = 'booked'\"",
                                                          "when       = \"statsu = 'booked'\""));
  const std::string faults = fault_of({one, two});
  CHECK(faults.find("one.toml") != std::string::npos);
  CHECK(faults.find("nowhere") != std::string::npos);
  CHECK(faults.find("two.toml") != std::string::npos);
  CHECK(faults.find("statsu") != std::string::npos);
  CHECK(fault_of({"", in_tree("workflows/appointment.toml")}).find("twice") != std::string::npos);
  CHECK(fault_of({"", in_tree("workflows/order.toml")}).empty());
}

TEST_CASE("a conversation stays with the revision that began it, as long as the log has it") {
  const Scratch scratch;
  const Config config;
  const std::string file =
      scratch.file("a.toml", edited("brand   = \"Northside Dental\"", "brand   = \"Old Name\""));
  const auto log = open_log(kInMemory, {});
  std::string revision;
  {
    Programs before({file}, config);
    revision = before.workflows().front()->revision;
    const auto transaction = log->write(kNow);
    before.keep_revisions(*transaction);
    before.keep_revisions(*transaction);  // twice is once
    transaction->commit();
  }
  Programs now({""}, config);
  CHECK(now.workflows().front()->revision != revision);
  const auto read = log->read();
  CHECK(now.setting(nullptr).pinned("appointment", revision) == nullptr);
  const Setting setting = now.setting(read.get());
  const Program* pinned = setting.pinned("appointment", revision);
  REQUIRE(pinned != nullptr);
  CHECK(pinned->workflow->brand == "Old Name");
  CHECK(setting.current.front().workflow->brand == "Northside Dental");
  CHECK(setting.pinned("appointment", "nobody knows it") == nullptr);
}

TEST_CASE("the condition of a record is asked again, of the revision it began with") {
  const Config config;
  Programs programs({""}, config);
  const std::string& revision = programs.workflows().front()->revision;
  RecordSnapshot record{.workflow = "appointment", .key = "A1"};
  record.zone = "America/Chicago";
  record.fields = {{"status", std::string("booked")}};
  CHECK(programs.eligible(record, revision, kNow));
  record.fields["status"] = std::string("cancelled");
  CHECK_FALSE(programs.eligible(record, revision, kNow));
  record.fields["status"] = std::string("booked");
  CHECK_FALSE(programs.eligible(record, "nobody knows it", kNow));
}

TEST_CASE("a desk is what the configuration says of a queue, else it has the workflow's hours") {
  Config config;
  QueueConfig queue{.name = "front-desk"};
  queue.first_response = std::chrono::minutes{10};
  queue.clock = "24x7";
  queue.priority = "urgent";
  queue.hook = "tickets";
  config.queues["front-desk"] = queue;
  Programs programs({""}, config);
  const Setting setting = programs.setting(nullptr);
  const Desk known = setting.desk("front-desk", programs.workflows().front());
  CHECK(known.name == "front-desk");
  CHECK(known.first_response == std::chrono::minutes{10});
  CHECK_FALSE(known.business_clock);
  CHECK(known.priority_queue == "urgent");
  CHECK(known.hook == "tickets");
  const Desk other = setting.desk("scheduler", programs.workflows().front());
  CHECK(other.name == "scheduler");
  CHECK_FALSE(other.first_response);
  CHECK(other.hours.zone.name() == programs.workflows().front()->hours.zone.name());
}

TEST_CASE("an event goes to each receiver that wants it") {
  Config config;
  config.hooks["crm"] = {.name = "crm", .events = {"appointment.*"}};
  config.hooks["all"] = {.name = "all", .events = {"*"}};
  config.hooks["desk"] = {.name = "desk", .events = {"support.ticket"}};
  Programs programs({""}, config);
  const Setting setting = programs.setting(nullptr);
  CHECK(setting.hooks("appointment.confirmed") == Files{"all", "crm"});
  CHECK(setting.hooks("support.ticket") == Files{"all", "desk"});
}

}  // namespace smsflow::programs_test
