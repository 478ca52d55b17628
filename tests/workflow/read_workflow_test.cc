#include "workflow/read.h"

#include "demo.h"

namespace smsflow::read_workflow_test {

TEST_CASE("the head of a file is read") {
  const Workflow workflow =
      load_demo({{"brand =", "class = \"marketing\"\nkpi = \"rate\"\nsender = \"pool\"\nbrand ="}})
          .value;
  CHECK(workflow.message_class == MessageClass::kMarketing);
  CHECK(workflow.kpi == "rate");
  CHECK(workflow.sender == "pool");
  CHECK(workflow.owners.at("integration") == "b");
  CHECK(load_demo().value.message_class == MessageClass::kInformational);
}

TEST_CASE("a name from before, and the workflows it is meant to ask beside") {
  const Workflow renamed =
      load_demo({{"brand =", "renamed_from = \"old\"\nbeside = [\"a\", \"b\"]\nbrand ="}}).value;
  CHECK(renamed.log_name() == "old");
  CHECK(renamed.beside == std::vector<std::string>{"a", "b"});
  CHECK(load_demo().value.log_name() == "demo");
}

TEST_CASE("what must be there is missed by name") {
  CHECK(codes({{"name = \"demo\"\n", ""}}) == "missing-key");
  CHECK(codes({{"name = \"demo\"", "name = \"\""}}) == "bad-value");
  CHECK(
      codes(
          {{"owners = { rules = \"a\", integration = \"b\", escalation = \"c\", consent = \"d\" }",
            ""}}) == "no-owner");
  const LoadedWorkflow empty = load_workflow("", "a.toml", kReserved);
  std::string missing;
  for (const Diagnostic& fault : empty.diagnostics) missing += fault.message + "\n";
  for (const char* key : {"name", "brand", "purpose", "record", "trigger", "states"}) {
    CHECK(missing.find("the key \"" + std::string(key) + "\" is missing") != std::string::npos);
  }
}

TEST_CASE("an unknown owner, class and key are told with what is near") {
  CHECK(codes({{"rules = \"a\"", "rule = \"a\""}}) == "no-owner unknown-key");
  CHECK(load_demo({{"brand =", "class = \"informationl\"\nbrand ="}}).diagnostics.front().hint ==
        "did you mean \"informational\"?");
  CHECK(codes({{"[states.confirmed]", "[state.confirmed]"}}) == "no-state unknown-key");
}

TEST_CASE("a state or intent that is no table is told, the others are read") {
  const LoadedWorkflow loaded =
      load_demo({{"[states.asked]\n", "[states]\nodd = 5\n[states.asked]\n"}});
  CHECK(loaded.diagnostics.front().code == "wrong-kind");
  CHECK(loaded.value.states.size() == 2);
}

TEST_CASE("more states than anybody can follow are refused") {
  std::string many;
  for (std::size_t i = 0; i <= kMaxStates; ++i) {
    many += "[states.s" + std::to_string(i) + "]\nend = \"x\"\n";
  }
  CHECK(codes({{"[states.confirmed]", many + "[states.confirmed]"}}).find("too-many") !=
        std::string::npos);
}

}  // namespace smsflow::read_workflow_test
