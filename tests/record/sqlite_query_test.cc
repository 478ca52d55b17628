#include "record/sqlite_query.h"

#include "database.h"
#include "rows.h"
#include "text/error.h"

namespace smsflow::sqlite_query_test {

TEST_CASE("the rows of a query, with their types") {
  const TempDirectory directory;
  const std::string file = directory.database(
      "CREATE TABLE t(a, b); INSERT INTO t VALUES (1, 'x'), (2.5, NULL), ('', x'61');");
  CHECK(all_rows(*read_sqlite(file, "SELECT a, b AS c FROM t")) == "1: 1|x\n2: 2.5|-\n3: -|a");
  const auto source = read_sqlite(file, "SELECT a, b AS c FROM t;");
  Row row;
  REQUIRE(source->next(row));
  CHECK(*row.columns == std::vector<std::string>{"a", "c"});
  CHECK(std::holds_alternative<std::int64_t>(row.values[0]));
}

TEST_CASE("a query reads one database and changes none") {
  const TempDirectory directory;
  const std::string file = directory.database("CREATE TABLE t(a); INSERT INTO t VALUES (1);");
  for (const char* query :
       {"DELETE FROM t", "INSERT INTO t VALUES (2) RETURNING a", "ATTACH 'b.db' AS b", "",
        "SELECT a FROM t; SELECT a FROM t", "SELECT nope FROM t", "PRAGMA user_version", "-- x",
        "SELECT load_extension('x')", "CREATE TABLE u(a)"}) {
    CAPTURE(query);
    CHECK_THROWS_AS(read_sqlite(file, query), Error);
  }
  CHECK(all_rows(*read_sqlite(file, "SELECT count(*) FROM t")) == "1: 1");
  CHECK_THROWS_AS(read_sqlite((directory.path / "none.db").string(), "SELECT 1"), Error);
  CHECK_THROWS_AS(read_sqlite(directory.write("text", "no database at all, whatever its size"),
                              "SELECT a FROM t"),
                  Error);
}

TEST_CASE("what is not UTF-8 costs its row only") {
  const TempDirectory directory;
  const std::string file =
      directory.database("CREATE TABLE t(a); INSERT INTO t VALUES (x'FF'), ('ok');");
  CHECK(all_rows(*read_sqlite(file, "SELECT a FROM t")) == "1! not UTF-8\n2: ok");
}

}  // namespace smsflow::sqlite_query_test
