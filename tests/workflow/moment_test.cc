#include "workflow/moment.h"

#include <doctest/doctest.h>

namespace smsflow::moment_test {

TEST_CASE("a moment is a field, or a field plus or minus a duration") {
  struct Case {
    const char* text;
    const char* field;
    std::int64_t minutes;
  };
  const Case cases[] = {
      {"starts_at", "starts_at", 0},           {" starts_at ", "starts_at", 0},
      {"starts_at - 24h", "starts_at", -1440}, {"starts_at-2h", "starts_at", -120},
      {"due_on + 3d", "due_on", 4320},         {"due_on +1h30m", "due_on", 90},
  };
  for (const Case& row : cases) {
    CAPTURE(row.text);
    std::string fault;
    const std::optional<Moment> moment = parse_moment(row.text, fault);
    REQUIRE(moment);
    CHECK(moment->field == row.field);
    CHECK(moment->offset == std::chrono::minutes{row.minutes});
  }
}

TEST_CASE("anything else is no moment") {
  for (const char* text : {"", " ", "- 24h", "24h before start", "starts_at -", "starts_at - soon",
                           "starts_at - 1h - 2h", "starts_at - -1h", "a b + 1h"}) {
    CAPTURE(text);
    std::string fault;
    CHECK_FALSE(parse_moment(text, fault));
    CHECK(fault != "");
  }
}

}  // namespace smsflow::moment_test
