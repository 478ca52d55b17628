#include "workflow/load.h"

#include <filesystem>
#include <fstream>
#include <random>

#include "demo.h"
#include "tests/tree.h"
#include "text/digest.h"
#include "text/error.h"

namespace smsflow::load_test {

TEST_CASE("the workflow that ships has no fault and says what it says") {
  const LoadedWorkflow loaded =
      load_workflow_file(in_tree("workflows/appointment.toml"), kReserved);
  CHECK(loaded.diagnostics.empty());
  const Workflow& workflow = loaded.value;
  CHECK(workflow.name == "appointment");
  CHECK(workflow.brand == "Northside Dental");
  CHECK(workflow.revision == sha256_hex(workflow.source));
  CHECK(workflow.trigger.at->offset == -std::chrono::hours{24});
  CHECK(workflow.trigger.start == "asked");
  CHECK(workflow.record.zone_is_field);
  REQUIRE(workflow.find("asked") != nullptr);
  CHECK(workflow.find("asked")->say.wordings.front().text.source ==
        "Hi {first_name}, your appointment with {brand} is {starts_at:day_time}. Reply C to "
        "confirm, R to reschedule, or HELP for assistance.");
  CHECK(workflow.find("asked")->on.at("unclear").then->handoff == "front-desk");
  CHECK(workflow.find("asked")->on.at("silence").after == std::chrono::hours{6});
  CHECK(workflow.queues() == std::vector<std::string>{"front-desk", "scheduler"});
}

TEST_CASE("faults come in file order") {
  const LoadedWorkflow loaded = load_demo({{"brand = ", "brandt = "},
                                           {"keywords = [\"R\"]", "keywords = [\"STOP\"]"},
                                           {"go = \"confirmed\"", "go = \"nowhere\""}});
  for (std::size_t i = 1; i < loaded.diagnostics.size(); ++i) {
    CHECK(loaded.diagnostics[i - 1].place.line <= loaded.diagnostics[i].place.line);
  }
  CHECK(loaded.diagnostics.size() >= 4);
}

TEST_CASE("what is no TOML is told as such and nothing is guessed") {
  const LoadedWorkflow loaded = load_workflow("name = \"x", "a.toml", kReserved);
  CHECK(has_errors(loaded.diagnostics));
  CHECK(loaded.value.name == "");
  CHECK(has_errors(load_workflow("", "a.toml", kReserved).diagnostics));
  CHECK(has_errors(load_workflow(std::string(2 << 20, '#'), "a.toml", kReserved).diagnostics));
}

TEST_CASE("a file that cannot be read is an error, a directory too") {
  CHECK_THROWS_AS(load_workflow_file("/nonexistent/a.toml", kReserved), Error);
  CHECK_THROWS_AS(load_workflow_file("/", kReserved), Error);
}

TEST_CASE("no damage to a file crashes the loader") {
  std::mt19937_64 random(11);
  for (int round = 0; round < 400; ++round) {
    std::string text = demo();
    for (std::size_t edits = 1 + random() % 4; edits > 0; --edits) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text.erase(at, random() % 30);
          break;
        case 1:
          text.insert(at, 1, static_cast<char>(random() % 256));
          break;
        default:
          text.insert(at, text.substr(random() % text.size(), random() % 60));
      }
      if (text.empty()) text = "x";
    }
    const LoadedWorkflow loaded = load_workflow(text, "a.toml", kReserved);
    for (const Diagnostic& fault : loaded.diagnostics) CHECK(render(fault, text) != "");
  }
}

}  // namespace smsflow::load_test
