#include "app/script.h"

#include <doctest/doctest.h>

namespace smsflow {

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

}  // namespace smsflow
