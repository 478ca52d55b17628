#include "workflow/read.h"

#include "demo.h"

namespace smsflow::read_record_test {

TEST_CASE("fields have a type, and may be left empty with a question mark") {
  const RecordSpec record =
      load_demo({{"note = \"text?\"", "note = \"text?\", amount = \"number\", vip = \"flag?\""}})
          .value.record;
  REQUIRE(record.fields.size() == 5);
  CHECK(record.find("amount")->type == FieldType::kNumber);
  CHECK(record.find("amount")->required);
  CHECK(record.find("vip")->type == FieldType::kFlag);
  CHECK_FALSE(record.find("vip")->required);
  CHECK(record.find("first_name")->place.line == 11);
}

TEST_CASE("a zone is fixed by its name, else it is a column") {
  struct Case {
    const char* zone;
    bool is_field;
    const char* codes;
  };
  const Case cases[] = {
      {"zone", true, ""},
      {"America/Chicago", false, ""},
      {"UTC", false, ""},
      {"branch_zone", true, ""},
      {"America/Chicgo", true, "unknown-zone"},
      {"", true, "unknown-zone no-zone"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.zone);
    const std::vector<std::pair<std::string, std::string>> edit = {
        {"zone = \"zone\"", "zone = \"" + std::string(row.zone) + "\""}};
    CHECK(load_demo(edit).value.record.zone_is_field == row.is_field);
    std::string found = codes(edit);
    if (found == "no-zone unknown-zone") found = "unknown-zone no-zone";
    CHECK(found == row.codes);
  }
  // Declared as a field, even a zone's name is a column.
  CHECK(load_demo({{"zone = \"zone\"", "zone = \"UTC\""}, {"note =", "UTC = \"text\", note ="}})
            .value.record.zone_is_field);
}

TEST_CASE("hours take their zone from the record when it is fixed") {
  const std::string hours = "[hours]\nweek = \"mon-fri 08:00-18:00\"\n\n[trigger]";
  CHECK(codes({{"[trigger]", hours}}) == "missing-key");
  const LoadedWorkflow loaded =
      load_demo({{"[trigger]", hours}, {"zone = \"zone\"", "zone = \"America/Denver\""}});
  CHECK(loaded.diagnostics.empty());
  CHECK(loaded.value.hours.zone.name() == "America/Denver");
  CHECK_FALSE(loaded.value.hours.always);
  CHECK(loaded.value.hours.week.size() == 5);
  CHECK(load_demo().value.hours.always);
}

TEST_CASE("holidays may be written as TOML dates") {
  const LoadedWorkflow loaded = load_demo({{"[trigger]",
                                            "[hours]\nzone = \"UTC\"\nweek = \"mon "
                                            "08:00-18:00\"\nholidays = [2026-12-25]\n[trigger]"}});
  CHECK(loaded.diagnostics.empty());
  CHECK(loaded.value.hours.holidays == std::vector<std::string>{"2026-12-25"});
}

TEST_CASE("the trigger is read") {
  const Trigger trigger =
      load_demo({{"start = \"asked\"",
                  "when = \"first_name <> ''\"\nlate = \"shift\"\nstart = \"asked\""}})
          .value.trigger;
  CHECK(trigger.when == "first_name <> ''");
  CHECK(trigger.when_place.line == 16);
  CHECK(trigger.late == LatePolicy::kShift);
  CHECK(trigger.at->field == "starts_at");
  CHECK_FALSE(trigger.respond_by);
  CHECK(codes({{"start = \"asked\"", "late = \"sned\"\nstart = \"asked\""}}) == "bad-value");
}

}  // namespace smsflow::read_record_test
