#include "engine/render.h"

#include "fixture.h"

namespace smsflow::render_test {

TEST_CASE("tomorrow is the recipient's tomorrow at the moment of sending") {
  World world;
  const RecordSnapshot record = world.record();
  const std::string source = "{brand}: {starts_at:day_time}, {first_name}";
  CHECK(render_text(source, record, "Northside", "en", world.now).text ==
        "Northside: tomorrow at 3:00 PM, Maya");
  CHECK(render_text(source, record, "Northside", "en", at("2026-03-03T09:00:00-06:00")).text ==
        "Northside: today at 3:00 PM, Maya");
  // 23:30 in Chicago is already the next day in UTC; the record's zone decides.
  CHECK(render_text(source, record, "Northside", "en", at("2026-03-02T23:30:00-06:00")).text ==
        "Northside: tomorrow at 3:00 PM, Maya");
}

TEST_CASE("a missing value is named, never blank, and values are not templates") {
  World world;
  RecordSnapshot record = world.record();
  record.fields["first_name"] = std::string();
  CHECK(render_text("Hi {first_name}", record, "B", "en", world.now).missing == "first_name");
  CHECK(render_text("Hi {nobody}", record, "B", "en", world.now).missing == "nobody");
  record.fields["first_name"] = std::string("{staff}");
  CHECK(render_text("Hi {first_name}", record, "B", "en", world.now).text == "Hi {staff}");
}

}  // namespace smsflow::render_test
