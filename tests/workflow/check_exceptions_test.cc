#include "workflow/check.h"

#include "demo.h"
#include "workflow/intents.h"

namespace smsflow::check_exceptions_test {

namespace {

// The demo with an [exceptions] table that decides every case, `changed` in place of their own.
std::vector<std::pair<std::string, std::string>> decided(
    const std::vector<std::pair<std::string, std::string>>& changed = {},
    const std::string& left_out = {}) {
  std::string table = "[exceptions]\n";
  for (const std::string& one : exception_cases()) {
    std::string reaction = "{ handoff = \"desk\" }";
    for (const auto& [name, other] : changed) {
      if (name == one) reaction = other;
    }
    if (one != left_out) table += one + " = " + reaction + "\n";
  }
  return {{"[states.asked]", table + "[states.asked]"}};
}

std::string undecided(const std::vector<std::pair<std::string, std::string>>& edits) {
  for (const Diagnostic& fault : load_demo(edits).diagnostics) {
    if (fault.code == "undecided") return fault.message;
  }
  return {};
}

}  // namespace

TEST_CASE("a case is known by its name, and leads where it may") {
  struct Case {
    const char* name;
    const char* reaction;
    const char* codes;
  };
  const Case cases[] = {
      {"question", "{ handoff = \"desk\" }", ""},
      {"question", "{ say = \"{brand}: see our page.\" }", ""},
      {"question", "{ go = \"confirmed\" }", ""},
      {"question", "{ go = \"nowhere\" }", "no-state"},
      {"void", "{ handoff = \"desk\", priority = \"high\" }", ""},
      {"void", "{ go = \"confirmed\" }", "needs-person"},
      {"wrong_number", "{ say = \"Sorry.\" }", "needs-person"},
      {"after_answer", "{ handoff = \"desk\", say = \"One moment.\" }", "misplaced-key"},
      {"opt_out_unsure", "{ handoff = \"desk\", emit = \"unsure\" }", "misplaced-key"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.name);
    CAPTURE(row.reaction);
    CHECK(codes(decided({{row.name, row.reaction}})) == row.codes);
  }
}

TEST_CASE("a misspelt case is told with the one that was meant") {
  const LoadedWorkflow loaded = load_demo(
      {{"[states.asked]", "[exceptions]\nwrong_nuber = { handoff = \"desk\" }\n[states.asked]"}});
  bool told = false;
  for (const Diagnostic& fault : loaded.diagnostics) {
    if (fault.code != "no-exception") continue;
    told = true;
    CHECK(fault.hint == "did you mean \"wrong_number\"?");
  }
  CHECK(told);
}

TEST_CASE("each case that nobody decided is named") {
  for (const std::string& one : exception_cases()) {
    CAPTURE(one);
    // The demo has no respond_by, and no capture with a known value: these two cannot happen.
    const bool happens = one != "late" && one != "mismatch";
    CHECK(undecided(decided({}, one)) ==
          (happens ? "nobody decided what happens on: " + one : std::string()));
  }
  CHECK(undecided(decided()) == "");
}

TEST_CASE("a file without the table is asked for nothing") {
  CHECK(undecided({}) == "");
}

TEST_CASE("late and mismatch are asked for once they can happen") {
  auto edits = decided({}, "late");
  edits.push_back({"start = \"asked\"", "respond_by = \"starts_at - 1h\"\nstart = \"asked\""});
  CHECK(undecided(edits) == "nobody decided what happens on: late");
  edits = decided({}, "mismatch");
  edits.push_back(
      {"[exceptions]", "[capture.sum]\nread = \"amount\"\nknown = \"first_name\"\n[exceptions]"});
  CHECK(undecided(edits) == "nobody decided what happens on: mismatch");
}

TEST_CASE("what every question answers by itself is decided") {
  auto edits = decided({}, "question");
  edits.push_back({kAskedOn, kAskedOn + std::string("question = { handoff = \"desk\" }\n")});
  CHECK(undecided(edits) == "");
  edits.push_back({"[states.confirmed]",
                   "[states.moved]\nsay = \"{brand}: reply C to go on.\"\n[states.moved.on]\n"
                   "confirm = { go = \"confirmed\" }\n[states.confirmed]"});
  edits.push_back({"reschedule = { handoff = \"desk\" }", "reschedule = { go = \"moved\" }"});
  CHECK(undecided(edits) == "nobody decided what happens on: question");
}

}  // namespace smsflow::check_exceptions_test
