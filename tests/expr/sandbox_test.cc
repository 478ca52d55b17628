#include "expr/sandbox.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "expr/condition.h"

namespace smsflow::sandbox_test {

// What the shape of an expression keeps out is kept out here once more.
TEST_CASE("statements that reach out are refused") {
  const char* const rows[] = {
      "SELECT name FROM sqlite_master",
      "SELECT (SELECT count(*) FROM sqlite_master)",
      "SELECT (SELECT group_concat(name) FROM pragma_database_list)",
      "SELECT (SELECT 1 FROM (SELECT 1))",
      "SELECT (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT 1 FROM c)",
      "SELECT 1 WHERE 'a' IN sqlite_schema",
      "SELECT load_extension('x')",
      "SELECT writefile('/tmp/x', 1)",
      "SELECT readfile('/etc/hostname')",
      "SELECT randomblob(100)",
      "SELECT zeroblob(9)",
      "SELECT printf('%99999d', 1)",
      "SELECT sqlite_version()",
      "SELECT datetime('now')",
      "SELECT CURRENT_TIMESTAMP",
      "SELECT random()",
      "SELECT count(*)",
      "SELECT json('[]')",
      "SELECT 1; SELECT 2",
      "SELECT 1, 2",
      "SELECT ?1",
      "CREATE TABLE t(a)",
      "INSERT INTO record VALUES (1)",
      "DROP TABLE record",
      "ATTACH '/tmp/x' AS x",
      "PRAGMA writable_schema = 1",
      "VACUUM INTO '/tmp/x'",
      "BEGIN",
      "EXPLAIN SELECT 1",
      "",
  };
  Sandbox sandbox;
  for (const char* const row : rows) {
    CAPTURE(row);
    SqlFault fault;
    CHECK(sandbox.prepare(row, 0, fault) == nullptr);
    CHECK_FALSE(fault.message.empty());
  }
  SqlFault fault;
  CHECK(sandbox.prepare("SELECT 1", 0, fault) != nullptr);
  CHECK(sandbox.prepare("SELECT a FROM (SELECT ?1 AS a) AS record", 1, fault) != nullptr);
}

TEST_CASE("a check notes the columns that are read and leaves nothing behind") {
  Sandbox sandbox;
  SqlFault fault;
  const std::vector<std::string> columns{"status", "first name", "a\"b", "now"};
  CHECK(sandbox.check("SELECT \"First Name\" = status", columns, fault));
  CHECK(sandbox.reads() == std::set<std::string>{"first name", "status"});
  CHECK(sandbox.check("SELECT \"a\"\"b\" < now", columns, fault));
  CHECK(sandbox.reads() == std::set<std::string>{"a\"b", "now"});
  CHECK_FALSE(sandbox.check("SELECT rowid", columns, fault));
  CHECK(fault.message == "no such column: rowid");
  CHECK(fault.offset == 7);
  CHECK_FALSE(sandbox.check("SELECT status", {"status", "STATUS"}, fault));
  CHECK(sandbox.check("SELECT 1", columns, fault));
  CHECK(sandbox.reads().empty());
  CHECK(sandbox.prepare("SELECT status FROM record", 0, fault) == nullptr);
}

TEST_CASE("names in quotes") {
  CHECK(quoted_name("first name") == "\"first name\"");
  CHECK(quoted_name("a\"b") == "\"a\"\"b\"");
}

TEST_CASE("every listed function exists") {
  const std::vector<std::string>& names = condition_functions();
  CHECK(std::is_sorted(names.begin(), names.end()));
  Sandbox sandbox;
  for (const std::string& name : names) {
    CAPTURE(name);
    bool found = false;
    for (const char* const arguments : {"(1)", "(1,2)", "(1,2,3)"}) {
      SqlFault fault;
      found = found || sandbox.prepare("SELECT " + name + arguments, 0, fault) != nullptr;
    }
    CHECK(found);
  }
}

}  // namespace smsflow::sandbox_test
