#include "workflow/check.h"

#include "demo.h"

namespace smsflow::check_captures_test {

namespace {

const std::string kCallback = "[capture.callback]\nread = \"moment\"\n";

std::vector<std::pair<std::string, std::string>> with(const std::string& tables) {
  return {{"[states.asked]", tables + "[states.asked]"}};
}

std::string hint(const std::vector<std::pair<std::string, std::string>>& edits) {
  const LoadedWorkflow loaded = load_demo(edits);
  REQUIRE_FALSE(loaded.diagnostics.empty());
  return loaded.diagnostics[0].hint;
}

}  // namespace

TEST_CASE("a capture has a name of its own, a pattern that reads, and a known field that exists") {
  struct Case {
    const char* table;
    const char* codes;
  };
  const Case cases[] = {
      {"[capture.order]\nread = \"pattern\"\npattern = \"#?([0-9]{5,8})\"\n", ""},
      {"[capture.order]\nread = \"pattern\"\npattern = \"([0-9]{5,8}\"\n", "bad-pattern"},
      {"[capture.first_name]\nread = \"text\"\n", "twice"},
      {"[capture.brand]\nread = \"text\"\n", "twice"},
      {"[capture.sum]\nread = \"amount\"\nknown = \"first_name\"\n", ""},
      {"[capture.sum]\nread = \"amount\"\nknown = \"appointment_id\"\n", ""},
      {"[capture.sum]\nread = \"amount\"\nknown = \"phone\"\n", "no-field"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.table);
    CHECK(codes(with(row.table)) == row.codes);
  }
  CHECK(hint(with("[capture.sum]\nread = \"amount\"\nknown = \"appointment\"\n")) ==
        "did you mean \"appointment_id\"?");
}

TEST_CASE("a state that asks for a value names a capture and says what the value leads to") {
  struct Case {
    const char* asked;  // lines of [states.asked] before its text
    const char* on;     // lines of its `on`
    const char* codes;
  };
  const Case cases[] = {
      {"ask = \"callback\"\n", "value = { go = \"confirmed\" }\n", ""},
      {"ask = \"callback\"\n", "", "no-value"},
      {"", "value = { go = \"confirmed\" }\n", "no-ask"},
      {"ask = \"call\"\n", "value = { go = \"confirmed\" }\n", "no-capture"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.asked);
    CAPTURE(row.on);
    CHECK(codes({{"[states.asked]\n", kCallback + "[states.asked]\n" + row.asked},
                 {kAskedOn, kAskedOn + std::string(row.on)}}) == row.codes);
  }
}

TEST_CASE("what a reaction reads along is a capture, wherever the reaction stands") {
  const auto reads = [](const std::string& name) {
    return "{ handoff = \"desk\", read = [\"callback\", \"" + name + "\"] }\n";
  };
  const auto in_state = [&](const std::string& name) {
    return std::vector<std::pair<std::string, std::string>>{
        {"[states.asked]", kCallback + "[states.asked]"},
        {kAskedOn, "reschedule = " + reads(name)}};
  };
  CHECK(codes(in_state("callback")) == "");
  CHECK(codes(in_state("calback")) == "no-capture");
  CHECK(hint(in_state("calback")) == "did you mean \"callback\"?");
  // A table that leaves cases undecided is warned of; that is not the point here.
  const auto in_exceptions = [&](const std::string& name) {
    return codes(with(kCallback + "[exceptions]\nquestion = " + reads(name)));
  };
  CHECK(in_exceptions("callback") == "undecided");
  CHECK(in_exceptions("calback").find("no-capture") != std::string::npos);
}

}  // namespace smsflow::check_captures_test
