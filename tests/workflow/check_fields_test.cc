#include "workflow/check.h"

#include "demo.h"

namespace smsflow::check_fields_test {

TEST_CASE("placeholders are fields, the key or the brand, with a format where it is a time") {
  struct Case {
    const char* text;
    const char* codes;
  };
  const Case cases[] = {
      {"See you {starts_at:day_time}.", ""},
      {"See you {starts_at}.", ""},  // day_time unless told otherwise
      {"Yours, {brand}. Number {appointment_id}.", ""},
      {"See you {starts_at:iso}, {starts_at:date}.", ""},
      {"Call {phone}.", "no-field"},
      {"In {zone}.", "no-field"},
      {"{{brand}}", ""},
      {"{brand:day}", "not-a-time"},
      {"{note}", "optional-field"},
      {"{starts_at:hour}", "no-format"},
      {"{nope} {nope:day}", "no-field no-field"},
      {"{first_name", "template"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.text);
    std::string found = codes({{"See you {starts_at:day_time}.", row.text}});
    // An unknown field with a format is one fault, not two.
    CHECK(found == row.codes);
  }
}

TEST_CASE("the caret stands under the placeholder, in strings of several lines too") {
  const LoadedWorkflow loaded = load_demo(
      {{"\"See you {starts_at:day_time}.\"", "\"\"\"\nSee you\n on {start_at:day}.\"\"\""}});
  REQUIRE(loaded.diagnostics.size() == 1);
  CHECK(loaded.diagnostics[0].place.line == 34);
  CHECK(loaded.diagnostics[0].place.column == 5);
  CHECK(loaded.diagnostics[0].width == 14);
  CHECK(loaded.diagnostics[0].hint == "did you mean \"starts_at\"?");
}

TEST_CASE("languages need a column that tells them, and English for the rest") {
  const char* const both = "{ en = \"See you.\", es = \"Hasta pronto.\" }";
  CHECK(codes({{"\"See you {starts_at:day_time}.\"", both}}) == "no-language");
  CHECK(codes({{"\"See you {starts_at:day_time}.\"", both},
               {"zone = \"zone\"", "zone = \"zone\"\nlanguage = \"language\""}}) == "");
  CHECK(codes({{"\"See you {starts_at:day_time}.\"", "{ en = \"See you.\" }"}}) == "");
}

}  // namespace smsflow::check_fields_test
