#include "record/columns.h"

#include "demo.h"

namespace smsflow::columns_test {

TEST_CASE("columns are found by their names, and those that nobody names are absent") {
  Workflow workflow = demo();
  workflow.record.scope = "branch";
  const std::vector<std::string> names = {"phone", "", "id", "starts_at", "branch"};
  const Columns columns = find_columns(workflow.record, names);
  CHECK(columns.key == 2);
  CHECK(columns.phone == 0);
  CHECK(columns.scope == 4);
  CHECK(columns.zone == kAbsent);
  CHECK_MESSAGE(columns.deleted == kAbsent, "a column without a name is not it");
  CHECK(columns.fields == std::vector<std::size_t>{kAbsent, 3, kAbsent, kAbsent});

  Row row{.line = 2, .columns = &names, .values = {Value(std::string("x"))}, .fault = {}};
  CHECK(to_text(value_at(row, 0)) == "x");
  CHECK(to_text(value_at(row, 3)).empty());
  CHECK(to_text(value_at(row, kAbsent)).empty());
}

}  // namespace smsflow::columns_test
