#include "record/conditions.h"

#include "demo.h"
#include "record/reader.h"

namespace smsflow::conditions_test {

namespace {

const std::string kWhen = "\"status = 'booked'\"";

}  // namespace

TEST_CASE("a condition names the fields and the key") {
  for (const char* when : {"name = 'Maya'", "starts_at > now", "id = '7' and note is null",
                           "hours_until(starts_at) < 48"}) {
    CAPTURE(when);
    CHECK(check_conditions(demo({{kWhen, '"' + std::string(when) + '"'}})).empty());
  }
  CHECK(check_conditions(demo({{"when = " + kWhen + "\n", ""}})).empty());
}

TEST_CASE("what is wrong with a condition is told with its column") {
  struct Case {
    const char* written;
    int line;
    int column;
  };
  const Case cases[] = {
      {"\"status = 'booked'\"", 13, 9},
      {"\"name = 'x' and stauts = 'y'\"", 13, 24},
      {"'''\nname = 'x'\n  and stauts = 'y\''''", 15, 7},
      {"\"\\u006eame = 'x' and stauts = 'y'\"", 13, 29},
      {"\"phone = '+1'\"", 13, 9},
  };
  for (const Case& row : cases) {
    CAPTURE(row.written);
    const std::vector<Diagnostic> faults = check_conditions(demo({{kWhen, row.written}}));
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "condition");
    CHECK(faults[0].place.line == row.line);
    CHECK(faults[0].place.column == row.column);
  }
}

TEST_CASE("values are compared by their types, and what is missing is not met") {
  std::vector<Diagnostic> faults;
  const Workflow workflow = demo({{kWhen, "\"fee > 9 and starts_at > now and name <> note\""}});
  When when(workflow, workflow.trigger.when, workflow.trigger.when_place, faults);
  REQUIRE(faults.empty());
  const Instant now = *parse_rfc3339("2026-03-01T00:00:00Z");
  Fields fields = {{"fee", std::int64_t{10}},
                   {"starts_at", now + std::chrono::hours{1}},
                   {"name", std::string("a")},
                   {"note", std::string("b")}};
  CHECK(when.met(fields, now));
  CHECK_FALSE(when.met(fields, now + std::chrono::hours{2}));
  fields["fee"] = 9.5;
  CHECK(when.met(fields, now));
  fields["fee"] = std::int64_t{9};
  CHECK_FALSE(when.met(fields, now));
  fields["fee"] = std::int64_t{10};
  fields["note"] = Value{};
  CHECK_FALSE(when.met(fields, now));
  fields.erase("note");
  CHECK_FALSE(when.met(fields, now));
}

}  // namespace smsflow::conditions_test
