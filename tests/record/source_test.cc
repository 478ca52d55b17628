#include "record/source.h"

#include "database.h"
#include "rows.h"
#include "text/error.h"

using namespace smsflow;

TEST_CASE("a file is told apart by its name and its first bytes") {
  const TempDirectory directory;
  struct Case {
    const char* name;
    const char* text;
    const char* rows;
  };
  const Case cases[] = {
      {"a.csv", "a,b\n1,2\n", "2: 1|2"}, {"b", "a,b\n1,2\n", "2: 1|2"},
      {"c", "{\"a\":1}", "1: 1"},        {"d", "[{\"a\":1}]", "1: 1"},
      {"e.jsonl", "{\"a\":1}", "1: 1"},  {"f.csv", "{a\n1\n", "2: 1"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.name);
    CHECK(all_rows(*open_records(directory.write(row.name, row.text))) == row.rows);
  }
}

TEST_CASE("a database is asked by its query") {
  const TempDirectory directory;
  const std::string file = directory.database("CREATE TABLE t(a); INSERT INTO t VALUES ('x=?y');");
  CHECK(all_rows(*open_records("sqlite:" + file + "?query=SELECT a FROM t WHERE a = 'x=?y'")) ==
        "1: x=?y");
  CHECK_THROWS_AS(open_records("sqlite:" + file), Error);
}

TEST_CASE("what cannot be read is refused with the reason") {
  const TempDirectory directory;
  CHECK_THROWS_AS(open_records((directory.path / "none.csv").string()), Error);
  CHECK_THROWS_AS(open_records(directory.path.string()), Error);
  CHECK_THROWS_AS(open_records(directory.write("a.csv.xz",
                                               "\xFD"
                                               "7zXZ")),
                  Error);
  CHECK_THROWS_AS(open_records(directory.write("a.csv.gz", "\x1F\x8B")), Error);
  CHECK_THROWS_AS(open_records(directory.write("empty.csv", "")), Error);
}
