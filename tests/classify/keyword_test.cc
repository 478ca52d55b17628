#include "classify/keyword.h"

#include <doctest/doctest.h>

#include <string>

namespace smsflow::keyword_test {

namespace {

Workflow appointment() {
  Workflow workflow;
  workflow.file = "a.toml";
  IntentSpec confirm;
  confirm.name = "confirm";
  confirm.keywords = {"C", "1"};
  IntentSpec reschedule;
  reschedule.name = "reschedule";
  reschedule.keywords = {"R", "2", "Otra Fecha"};
  IntentSpec unrelated;
  unrelated.name = "unrelated";
  unrelated.keywords = {"X"};
  workflow.intents = {confirm, reschedule, unrelated};
  State asked;
  asked.name = "asked";
  asked.on.emplace("confirm", Reaction{});
  asked.on.emplace("reschedule", Reaction{});
  workflow.states = {asked};
  return workflow;
}

}  // namespace

TEST_CASE("keywords: the whole reply, never its beginning") {
  const Workflow workflow = appointment();
  const KeywordTable table(workflow);
  const struct {
    const char* text;
    const char* intent;
  } rows[] = {
      {"C", "confirm"},
      {"c", "confirm"},
      {"C.", "confirm"},
      {"(c)", "confirm"},
      {"c!!", "confirm"},
      {"\"C\"", "confirm"},
      {" C \n", "confirm"},
      {"C thanks", "confirm"},
      {"ok C", "confirm"},
      {"c c", "confirm"},
      {"ccc", "confirm"},
      {"\u24B8", "confirm"},
      {"1", "confirm"},
      {"1.", "confirm"},
      {"#1", "confirm"},
      {"one", "confirm"},
      {"uno", "confirm"},
      {"1\uFE0F\u20E3", "confirm"},
      {"R", "reschedule"},
      {"r?", "reschedule"},
      {"2", "reschedule"},
      {"otra fecha", "reschedule"},
      {"OTRA  FECHA!", "reschedule"},
      {"CANCEL", "-"},
      {"Cancel", "-"},
      {"confirm", "-"},
      {"Can't", "-"},
      {"C R", "-"},
      {"12", "-"},
      {"11", "-"},
      {"1 2", "-"},
      {"C or R", "-"},
      {"", "-"},
      {"X", "-"},
      {"3", "-"},
      {"not C", "-"},
      {"option C please", "-"},
      {"otra", "-"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const std::string text = row.text;
    const auto hit = table.find(Utterance(text), workflow.states[0]);
    CHECK((hit ? hit->intent->name : "-") == row.intent);
  }
}

TEST_CASE("keywords: of two intents with the same one the earlier that the state reacts to") {
  Workflow workflow = appointment();
  workflow.intents[2].keywords = {"C"};
  workflow.states[0].on.emplace("unrelated", Reaction{});
  CHECK(KeywordTable(workflow).find(Utterance("c"), workflow.states[0])->intent->name == "confirm");
  workflow.states[0].on.erase("confirm");
  CHECK(KeywordTable(workflow).find(Utterance("c"), workflow.states[0])->intent->name ==
        "unrelated");
}

}  // namespace smsflow::keyword_test
