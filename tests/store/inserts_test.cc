#include "store/inserts.h"

#include "bare.h"

namespace smsflow::inserts_test {

TEST_CASE("any number of rows is inserted, each as it was given, in their order") {
  for (const int count : {0, 1, 2, 3, 7, 32, 33, 100}) {
    CAPTURE(count);
    Bare log;
    log.database.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, a, b)");
    Inserts rows("INSERT INTO", "t", {"a", "b"});
    for (std::int64_t i = 1; i <= count; ++i) rows.add({i, std::to_string(i)});
    rows.write(log.database);
    CHECK(rows.rows().empty());
    CHECK(log.database.number("SELECT count(*) FROM t WHERE n = a AND b = CAST(n AS TEXT)") ==
          count);
  }
}

TEST_CASE("the last of two rows of one key stays, where rows are replaced") {
  Bare log;
  log.database.execute("CREATE TABLE t (a PRIMARY KEY, b)");
  Inserts rows("INSERT OR REPLACE INTO", "t", {"a", "b"});
  for (std::int64_t i = 1; i <= 5; ++i) rows.add({std::string("x"), i});
  rows.write(log.database);
  CHECK(log.database.number("SELECT b FROM t") == 5);
}

TEST_CASE("a cell comes out of a query as it went in") {
  Bare log;
  for (const Cell& cell : {Cell(), Cell(std::int64_t{-5}), Cell(0.25), Cell(std::string("a\n")),
                           Cell(std::string()), Cell(Bytes{std::string("\\x00\\xff", 2)})}) {
    Query query = log.database.query("SELECT ?");
    bind_cell(query, 1, cell);
    REQUIRE(query.step());
    CHECK((cell_at(query, 0) == cell));
  }
}

}  // namespace smsflow::inserts_test
