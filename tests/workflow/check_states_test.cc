#include "workflow/check.h"

#include "demo.h"

namespace smsflow::check_states_test {

namespace {

std::string with_reaction(const std::string& line) {
  return codes({{kAskedOn, kAskedOn + line + "\n"}});
}

}  // namespace

TEST_CASE("reactions lead somewhere, once, and to what is there") {
  struct Case {
    const char* line;
    const char* codes;
  };
  const Case cases[] = {
      {"cancel = { go = \"confirmed\" }", ""},
      {"cancel = { emit = \"freed\" }", ""},
      {"cancel = { say = \"Noted.\", emit = \"freed\" }", ""},
      {"cancel = {}", "no-effect"},
      {"cancel = { go = \"confirmd\" }", "no-state"},
      {"cancel = { go = \"confirmed\", handoff = \"desk\" }", "two-ways"},
      {"cancel = { handoff = \"desk\", priority = \"high\" }", ""},
      {"cancle = { go = \"confirmed\" }", "no-intent"},
      {"stop = { go = \"confirmed\" }", ""},  // the engine asks the law first
      {"late = { say = \"It is too late to change this.\" }", ""},
      {"silence = { after = \"6h\", go = \"confirmed\" }", ""},
      {"silence = { go = \"confirmed\" }", "no-after"},
      {"silence = { after = \"0s\", go = \"confirmed\" }", "bad-duration"},
      {"unclear = { say = \"Sorry?\", then = {} }", "no-effect no-escape"},
      {"undelivered = { fallback = \"email\" }", "no-email"},
      {"undelivered = { fallback = \"mail\" }", "no-email bad-value"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.line);
    std::string found = with_reaction(row.line);
    if (found == "bad-value no-email") found = "no-email bad-value";
    if (found == "no-escape no-effect") found = "no-effect no-escape";
    CHECK(found == row.codes);
  }
}

TEST_CASE("states are reached through any reaction and what follows it") {
  const std::string lost = "[states.lost]\nend = \"lost\"\n[states.confirmed]";
  CHECK(codes({{"[states.confirmed]", lost}}) == "unreachable");
  for (const char* line : {"silence = { after = \"1h\", go = \"lost\" }",
                           "decline = { go = \"lost\" }", "undelivered = { go = \"lost\" }"}) {
    CAPTURE(line);
    CHECK(codes({{kAskedOn, kAskedOn + std::string(line) + "\n"}, {"[states.confirmed]", lost}}) ==
          "");
  }
}

TEST_CASE("a circle of states is no fault") {
  CHECK(codes({{"end = \"confirmed\"\n", ""},
               {"say = \"See you {starts_at:day_time}.\"\n",
                "say = \"Reply C or R.\"\n[states.confirmed.on]\nconfirm = { go = \"asked\" }\n"
                "reschedule = { go = \"confirmed\" }\n"}}) == "");
}

TEST_CASE("an intent nobody reacts to is told, unless it leads to a person") {
  CHECK(codes({{"[intents.confirm]", "[intents.paid]\nkeywords = [\"P\"]\n[intents.confirm]"}}) ==
        "unused-intent");
  CHECK(codes({{"[intents.confirm]",
                "[intents.question]\nphrases = [\"how much\"]\n[intents.confirm]"}}) == "");
}

}  // namespace smsflow::check_states_test
