#include "workflow/check.h"

#include "demo.h"

namespace smsflow::check_trigger_test {

TEST_CASE("moments stand in their order where they count from one field") {
  struct Case {
    const char* trigger;
    const char* codes;
  };
  const Case cases[] = {
      {"at = \"starts_at - 24h\"\nexpires = \"starts_at - 2h\"", ""},
      {"at = \"starts_at - 2h\"\nexpires = \"starts_at - 2h\"", "order"},
      {"at = \"starts_at\"\nexpires = \"starts_at + 3d\"", ""},
      {"expires = \"starts_at - 2h\"", ""},
      {"at = \"starts_at - 24h\"\nrespond_by = \"starts_at - 25h\"", "order"},
      {"expires = \"starts_at - 1h\"\nrespond_by = \"starts_at - 2h\"", "order"},
      {"at = \"booked_at + 1h\"\nexpires = \"starts_at - 9h\"", ""},  // of different fields
      {"at = \"note - 24h\"", "not-a-time"},
      {"at = \"start - 24h\"", "no-field"},
      {"at = \"appointment_id\"", "no-field"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.trigger);
    const std::string trigger = row.trigger;
    std::string found = codes({{"at = \"starts_at - 24h\"\nexpires = \"starts_at - 2h\"", trigger},
                               {"note = \"text?\"", "note = \"text?\", booked_at = \"time\""}});
    // Without a last moment the demo's question would wait forever, which is told as well.
    if (trigger.find("expires") == trigger.npos && trigger.find("respond") == trigger.npos) {
      const std::size_t more = found.find("no-timeout");
      REQUIRE(more != found.npos);
      found = found.substr(0, more == 0 ? 0 : more - 1);
    }
    CHECK(found == row.codes);
  }
}

TEST_CASE("local times need a zone; where there are none it may be left out") {
  CHECK(codes({{"zone = \"zone\"\n", ""}}) == "no-zone");
  CHECK(codes({{"zone = \"zone\"\n", ""},
               {"starts_at = \"time\", ", ""},
               {"at = \"starts_at - 24h\"\nexpires = \"starts_at - 2h\"", "when = \"1\""},
               {"See you {starts_at:day_time}.", "See you."}}) == "no-timeout");
}

TEST_CASE("words of contacts can start a workflow without any record") {
  const std::string text = R"(name = "triage"
brand = "Acme"
purpose = "support"
owners = { rules = "a", integration = "b", escalation = "c", consent = "d" }
[trigger]
keywords = ["SUPPORT"]
start = "asked"
[intents.billing]
keywords = ["1"]
[states.asked]
say = "{brand} support. Reply 1 for billing or HELP for an agent."
[states.asked.on]
billing = { handoff = "billing" }
silence = { after = "1h", handoff = "support" }
)";
  const LoadedWorkflow loaded = load_workflow(text, "triage.toml", kReserved);
  for (const Diagnostic& fault : loaded.diagnostics) INFO(render(fault, text));
  CHECK(loaded.diagnostics.empty());
  CHECK(loaded.value.trigger.keywords == std::vector<std::string>{"SUPPORT"});
  std::string silent = text;
  silent.replace(silent.find("keywords = [\"SUPPORT\"]"), 22, "catch_all = true");
  CHECK(load_workflow(silent, "triage.toml", kReserved).value.trigger.catch_all);
}

TEST_CASE("a first state that hands off need not say anything") {
  CHECK(codes({{"say = \"Hi {first_name}, {brand} here. Reply C to confirm or R to move.\"\n",
                ""}}) == "silent-start");
}

}  // namespace smsflow::check_trigger_test
