#include "workflow/check.h"

#include "demo.h"

namespace smsflow::check_test {

TEST_CASE("the demo has no fault") {
  CHECK(codes() == "");
}

TEST_CASE("reactions are visited with all that follows them") {
  const Workflow workflow =
      load_demo({{kAskedOn,
                  "reschedule = { handoff = \"desk\" }\n"
                  "unclear = { say = \"Sorry?\", then = { handoff = \"desk\" } }\n"}})
          .value;
  std::vector<std::string> paths;
  each_reaction(*workflow.find("asked"),
                [&](const Reaction&, const std::string& path) { paths.push_back(path); });
  CHECK(paths == std::vector<std::string>{"states.asked.on.confirm", "states.asked.on.reschedule",
                                          "states.asked.on.unclear",
                                          "states.asked.on.unclear.then"});
}

TEST_CASE("a text belongs to the state whose question is open once it is read") {
  const Workflow workflow =
      load_demo({{"confirm = { go", "confirm = { say = \"Done.\", go"},
                 {kAskedOn, "reschedule = { handoff = \"desk\", say = \"Soon.\" }\n"}})
          .value;
  std::vector<std::string> seen;
  each_text(workflow, [&](const SaidText& said) {
    seen.push_back(said.state.name + (said.on_entering ? "+" : "-"));
  });
  CHECK(seen == std::vector<std::string>{"asked+", "confirmed-", "asked-", "confirmed+"});
}

TEST_CASE("intents that lead to a person are heard everywhere") {
  const Workflow workflow = load_demo({{"[intents.confirm]",
                                        "[intents.question]\nkeywords = [\"Q\"]\n"
                                        "[intents.paid]\nkeywords = [\"P\"]\n[intents.confirm]"}})
                                .value;
  std::vector<std::string> heard;
  for (const IntentSpec* intent : heard_in(workflow, *workflow.find("asked"))) {
    heard.push_back(intent->name);
  }
  CHECK(heard == std::vector<std::string>{"question", "confirm", "reschedule"});
}

}  // namespace smsflow::check_test
