#include "workflow/read.h"

#include "demo.h"

namespace smsflow::read_states_test {

namespace {

const std::string kSee = "\"See you {starts_at:day_time}.\"";

Say say(const std::string& value) {
  const LoadedWorkflow loaded = load_demo({{kSee, value}});
  return loaded.value.find("confirmed")->say;
}

}  // namespace

TEST_CASE("a text may have languages, and each language variants") {
  CHECK(say("\"Bye.\"").wordings.size() == 1);
  CHECK(say("\"Bye.\"").wordings[0].language == "en");

  const Say languages = say("{ en = \"Bye.\", es = \"Hasta pronto.\" }");
  REQUIRE(languages.wordings.size() == 2);
  CHECK(languages.wordings[1].language == "es");

  const Say variants =
      say("[ { id = \"a\", text = \"Bye.\" }, { id = \"b\", weight = 3, text = \"See you.\" } ]");
  REQUIRE(variants.wordings.size() == 2);
  CHECK(variants.wordings[0].weight == 1);
  CHECK(variants.wordings[1].variant == "b");
  CHECK(variants.wordings[1].weight == 3);

  const Say both = say("{ en = [ { id = \"a\", text = \"Bye.\" } ], es = \"Adios.\" }");
  REQUIRE(both.wordings.size() == 2);
  CHECK(both.wordings[0].variant == "a");
}

TEST_CASE("languages may be written as dotted keys") {
  const LoadedWorkflow loaded =
      load_demo({{"say = " + kSee, "say.en = \"Bye.\"\nsay.es = \"Adios.\""},
                 {"zone = \"zone\"", "zone = \"zone\"\nlanguage = \"lang\""}});
  CHECK(loaded.diagnostics.empty());
  CHECK(loaded.value.find("confirmed")->say.wordings.size() == 2);
  CHECK(loaded.value.record.language == "lang");
}

TEST_CASE("what is no text is told") {
  struct Case {
    const char* value;
    const char* codes;
  };
  const Case cases[] = {
      {"5", "wrong-kind"},
      {"\"\"", "empty-text"},
      {"[]", "empty-text"},
      {"[ \"Bye.\" ]", "wrong-kind"},
      {"[ { text = \"Bye.\" } ]", "missing-key"},
      {"[ { id = \"a\" } ]", "missing-key"},
      {"[ { id = \"a\", text = \"Bye.\", weight = 0 } ]", "bad-value"},
      {"[ { id = \"a\", txt = \"Bye.\" } ]", "missing-key unknown-key"},
      {"{ english = \"Bye.\" }", "unknown-key"},
      {"{ en = { es = \"Bye.\" } }", "wrong-kind"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.value);
    CHECK(codes({{kSee, row.value}}) == row.codes);
  }
}

TEST_CASE("a reaction is read with all it may hold") {
  const Workflow workflow =
      load_demo({{kAskedOn,
                  "reschedule = { handoff = \"desk\", priority = \"high\", emit = \"moved\", say = "
                  "\"Soon.\" }\nsilence = { after = \"1h30m\", go = \"confirmed\" }\n"
                  "unclear = { say = \"Sorry?\", times = 2, then = { handoff = \"desk\" } }\n"}})
          .value;
  const State& asked = *workflow.find("asked");
  const Reaction& moved = asked.on.at("reschedule");
  CHECK(moved.handoff == "desk");
  CHECK(moved.priority == "high");
  CHECK(moved.emit == "moved");
  CHECK(moved.say.wordings.size() == 1);
  CHECK(moved.place.line == 28);
  CHECK(asked.on.at("silence").after == std::chrono::minutes{90});
  CHECK(asked.on.at("unclear").times == 2);
  REQUIRE(asked.on.at("unclear").then);
  CHECK(asked.on.at("unclear").then->handoff == "desk");
  CHECK(asked.on.at("confirm").priority == "");
}

TEST_CASE("keys that belong elsewhere are told where") {
  const LoadedWorkflow loaded =
      load_demo({{kAskedOn, "reschedule = { handoff = \"desk\", times = 2 }\n"}});
  REQUIRE(loaded.diagnostics.size() == 1);
  CHECK(loaded.diagnostics[0].message ==
        "\"times\" belongs to \"unclear\" only, not to \"reschedule\"");
}

TEST_CASE("a chain of `then` ends after one") {
  CHECK(codes({{kAskedOn,
                kAskedOn + std::string("unclear = { say = \"Sorry?\", then = { then = { handoff = "
                                       "\"desk\" } } }\n")}})
            .find("unknown-key") != std::string::npos);
}

}  // namespace smsflow::read_states_test
