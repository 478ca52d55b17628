#include "record/source.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "database.h"
#include "rows.h"
#include "text/error.h"

namespace smsflow::source_test {

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

TEST_CASE("a file and a query can be read twice; what comes out of a pipe, where that is wanted") {
  const TempDirectory directory;
  const auto file = open_records(directory.write("a.csv", "a,b\n1,2\n3,4\n"));
  const auto lines = open_records(directory.write("b.jsonl", "{\"a\":1}"));
  const std::string database = directory.database("CREATE TABLE t(a); INSERT INTO t VALUES (1);");
  const auto query = open_records("sqlite:" + database + "?query=SELECT a FROM t");
  for (const auto* source : {&file, &lines, &query}) {
    REQUIRE((*source)->can_rewind());
    const std::string once = all_rows(**source);
    CHECK_FALSE(once.empty());
    (*source)->rewind();
    CHECK(all_rows(**source) == once);
  }
  const std::string pipe = (directory.path / "pipe").string();
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const auto fill = [&] { std::ofstream(pipe) << "a,b\n1,2\n3,4\n"; };
  for (const Passes passes : {Passes::kOne, Passes::kTwo}) {
    std::thread writer(fill);
    const auto source = open_records(pipe, passes);
    CHECK(source->can_rewind() == (passes == Passes::kTwo));
    CHECK_FALSE(source->written_at());
    CHECK(source->is_whole());
    const std::string once = all_rows(*source);
    writer.join();
    if (passes == Passes::kOne) continue;
    source->rewind();
    CHECK(all_rows(*source) == once);
  }
}

TEST_CASE("a file is as old as its last change, and notices the next one; a query is now") {
  const TempDirectory directory;
  const std::string file = directory.write("a.csv", "a,b\n");
  const auto touch = [&](long seconds) {
    const timespec times[2] = {{seconds, 0}, {seconds, 0}};
    REQUIRE(utimensat(AT_FDCWD, file.c_str(), times, 0) == 0);
  };
  touch(1'772'000'000);
  const auto source = open_records(file);
  CHECK(source->written_at() == from_ms(1'772'000'000'000));
  CHECK(source->is_whole());
  REQUIRE(source->columns());
  CHECK(*source->columns() == std::vector<std::string>{"a", "b"});
  touch(1'772'000'001);
  CHECK_FALSE(source->is_whole());
  const std::string database = directory.database("CREATE TABLE t(a);");
  const auto query = open_records("sqlite:" + database + "?query=SELECT a FROM t");
  CHECK_FALSE(query->written_at());
  CHECK(query->is_whole());
}

}  // namespace smsflow::source_test
