#include "workflow/check.h"

#include "demo.h"

namespace smsflow::check_escapes_test {

TEST_CASE("every question has a way to a person") {
  struct Case {
    const char* reactions;  // beside confirm and reschedule
    const char* codes;
  };
  const Case cases[] = {
      {"", ""},
      {"help = { say = \"Reply C or R.\" }", ""},  // `agent` still leads to one
      {"help = { say = \"Reply C or R.\" }\nagent = { say = \"Reply C or R.\" }", "no-escape"},
      {"help = { handoff = \"desk\" }\nagent = { say = \"Reply C or R.\" }", ""},
      {"help = { go = \"desk\" }\nagent = { go = \"desk\" }", ""},  // a state that hands off
      {"help = { say = \"Reply C or R.\" }\nagent = { say = \"Reply C or R.\" }\n"
       "unclear = { handoff = \"desk\" }",
       ""},
      {"unclear = { say = \"Sorry?\" }", ""},  // then a person, unless told otherwise
      {"unclear = { say = \"Sorry?\", times = 2, then = { handoff = \"desk\" } }", ""},
      {"unclear = { say = \"Sorry?\", then = { go = \"desk\" } }", ""},
      {"unclear = { say = \"Sorry?\", then = { go = \"confirmed\" } }", "no-escape"},
      {"unclear = { go = \"confirmed\" }", "no-escape"},
  };
  const std::string desk = "[states.desk]\nhandoff = \"desk\"\n[states.confirmed]";
  for (const Case& row : cases) {
    CAPTURE(row.reactions);
    const std::string all =
        std::string(kAskedOn) + "decline = { go = \"desk\" }\n" + row.reactions + "\n";
    CHECK(codes({{kAskedOn, all}, {"[states.confirmed]", desk}}) == row.codes);
  }
}

}  // namespace smsflow::check_escapes_test
