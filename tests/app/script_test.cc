#include "app/script.h"

#include <doctest/doctest.h>

namespace smsflow::script_test {

TEST_CASE("a script names its workflow, a file or the one built in") {
  const Script script = parse_script("workflow ../a b.toml\nworkflow (built in)\n", "s.txt");
  REQUIRE(script.faults.empty());
  REQUIRE(script.steps.size() == 2);
  CHECK(script.steps[0].kind == StepKind::kWorkflow);
  CHECK(script.steps[0].text == "../a b.toml");
  CHECK(script.steps[1].text == kBuiltInWorkflow);
}

TEST_CASE("every step is read") {
  const Script script = parse_script(
      "# comment\n"
      "at 2026-03-02T15:00:00-06:00\r\n"
      "record key=A1 name=\"Maya \"\"M\"\" Lee\" empty=\n"
      "< +13125550101: C\n"
      "<  R \n"
      "<<\n"
      "> Hi: there\n"
      ">> nothing\n"
      "! undelivered 30003\n"
      "= state=asked outcome=none\n"
      "+1h30m\n"
      "gone A1\n",
      "s.txt");
  REQUIRE(script.faults.empty());
  REQUIRE(script.steps.size() == 11);
  CHECK(script.has_expectations);
  CHECK(script.steps[1].pairs[1].second == "Maya \"M\" Lee");
  CHECK(script.steps[1].pairs[2].second.empty());
  CHECK(script.steps[2].contact == "+13125550101");
  CHECK(script.steps[2].text == "C");
  CHECK(script.steps[3].text == "R");
  CHECK(script.steps[5].text == "Hi: there");
  CHECK(script.steps[9].by == std::chrono::minutes{90});
}

TEST_CASE("a look is made of the rows that follow it, and may be old") {
  const Script script = parse_script(
      "records a.csv 30h old\n"
      "records b.csv\n"
      "look 2d old\n"
      "record key=A1\n"
      "record key=A2\n"
      "+1h\n"
      "record key=A3\n"
      "look\n",
      "s.txt");
  REQUIRE(script.faults.empty());
  const StepKind kinds[] = {StepKind::kRecords, StepKind::kRecords, StepKind::kLook,
                            StepKind::kRecord,  StepKind::kRecord,  StepKind::kLookEnds,
                            StepKind::kAdvance, StepKind::kRecord,  StepKind::kLook,
                            StepKind::kLookEnds};
  REQUIRE(script.steps.size() == std::size(kinds));
  for (std::size_t i = 0; i < std::size(kinds); ++i) CHECK(script.steps[i].kind == kinds[i]);
  CHECK(script.steps[0].text == "a.csv");
  CHECK(script.steps[0].by == std::chrono::hours{30});
  CHECK(script.steps[1].by == Duration{0});
  CHECK(script.steps[2].by == std::chrono::hours{48});
}

TEST_CASE("an age that is none is a fault") {
  const Script script = parse_script(
      "look yesterday\nlook soon old\nrecords a.csv very old\nrecords 3h old\n", "s.txt");
  CHECK(script.steps.empty());
  CHECK(script.faults.size() == 4);
}

TEST_CASE("each fault has its line") {
  const Script script = parse_script(
      "at yesterday\nrecrod a=b\n= state\n>> something\n+soon\nrecord a=\"open\n? what\n", "s.txt");
  CHECK(script.steps.empty());
  REQUIRE(script.faults.size() == 7);
  for (int line = 1; line <= 7; ++line) {
    CHECK(script.faults[static_cast<std::size_t>(line - 1)].place.line == line);
  }
  CHECK(script.faults[1].hint == "did you mean record?");
}

}  // namespace smsflow::script_test
