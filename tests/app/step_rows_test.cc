#include "app/step_rows.h"

#include <doctest/doctest.h>

namespace smsflow::step_rows_test {

TEST_CASE("each step is a row with its own columns") {
  const Script script = parse_script("look\nrecord id=A-1 name=Maya\nrecord id=A-2\n", "s.txt");
  REQUIRE(script.faults.empty());
  const std::vector<Step> steps = {script.steps.at(1), script.steps.at(2)};
  StepRows rows(steps);
  Row row;
  REQUIRE(rows.next(row));
  CHECK(row.line == 2);
  CHECK(*row.columns == std::vector<std::string>{"id", "name"});
  CHECK(row.values.at(1) == Value(std::string("Maya")));
  REQUIRE(rows.next(row));
  CHECK(*row.columns == std::vector<std::string>{"id"});
  CHECK_FALSE(rows.next(row));
}

TEST_CASE("a step belongs to the workflow whose key it names") {
  Step step;
  step.pairs = {{"id", "A-1"}};
  Workflow workflow;
  workflow.record.key = "id";
  CHECK(has_key(step, workflow));
  workflow.record.key = "order_id";
  CHECK_FALSE(has_key(step, workflow));
}

}  // namespace smsflow::step_rows_test
