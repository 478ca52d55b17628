#include "store/sqlite.h"

#include <fstream>

#include "sample.h"
#include "text/error.h"

namespace smsflow::sqlite_test {

namespace {

struct Numbers {
  Numbers() { database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)"); }
  Database database{kInMemory, Database::Mode::kReadWrite};
};

template <typename Use>
std::optional<ErrorKind> fault_of(Use&& use) {
  try {
    use();
  } catch (const Error& error) {
    return error.kind();
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("what is bound is read back, with its type") {
  Numbers log;
  const std::string bytes("\0\xff", 2);
  Query query =
      log.database.query("SELECT ?, ?, ?, ?, ?, ?", 7, 0.5, "text", "", Blob{bytes}, nullptr);
  REQUIRE(query.step());
  CHECK(query.columns() == 6);
  CHECK(query.is_integer(0));
  CHECK(query.integer(0) == 7);
  CHECK(query.is_real(1));
  CHECK(query.real(1) == 0.5);
  CHECK(query.text(2) == "text");
  CHECK_FALSE(query.is_null(3));  // an empty text is a text
  CHECK(query.text(3).empty());
  CHECK(query.blob(4) == bytes);
  CHECK(query.is_null(5));
  CHECK_FALSE(query.step());
}

TEST_CASE("an empty view and an empty blob without an address are no NULL") {
  Numbers log;
  CHECK(log.database.number("SELECT ? IS NULL", std::string_view()) == 0);
  CHECK(log.database.number("SELECT ? IS NULL", Blob{}) == 0);
}

TEST_CASE("a statement is used again with other values, and keeps none of the old ones") {
  Numbers log;
  const char* const sql = "INSERT INTO t (id, name) VALUES (?, ?)";
  CHECK(log.database.run(sql, 1, "one") == 1);
  CHECK(log.database.last_rowid() == 1);
  {
    Query query = log.database.query(sql, 2);  // its name is left out
    CHECK_FALSE(query.step());
  }
  CHECK(log.database.number("SELECT count(*) FROM t WHERE name IS NULL") == 1);
  CHECK(log.database.run("UPDATE t SET name = ?", "x") == 2);
}

TEST_CASE("the number of a query is nothing where there is none") {
  Numbers log;
  CHECK(log.database.number("SELECT 5") == 5);
  CHECK(log.database.number("SELECT NULL") == std::nullopt);
  CHECK(log.database.number("SELECT id FROM t") == std::nullopt);
}

TEST_CASE("a transaction is open from BEGIN to its end") {
  Numbers log;
  CHECK_FALSE(log.database.in_transaction());
  log.database.run("BEGIN");
  CHECK(log.database.in_transaction());
  log.database.run("ROLLBACK");
  CHECK_FALSE(log.database.in_transaction());
}

TEST_CASE("who only reads cannot write, and it is known which statement would") {
  Numbers log;
  CHECK(log.database.query("SELECT * FROM t").only_reads());
  CHECK_FALSE(log.database.query("DELETE FROM t").only_reads());
  const Folder folder;
  write(*open_log(folder.log(), {}), TimerSet{sample_timer("t1", 70)});
  Database reader(folder.log(), Database::Mode::kReadOnly);
  CHECK(reader.number("SELECT count(*) FROM timer") == 1);
  CHECK(fault_of([&] { reader.run("DELETE FROM timer"); }) == ErrorKind::kOutside);
}

TEST_CASE("how a file begins is read from the disk, whatever is cached") {
  const Folder folder;
  write(*open_log(folder.log(), {}), TimerSet{sample_timer("t1", 70)});
  const Database log(folder.log(), Database::Mode::kReadOnly);
  const Database::Head head = log.head();
  CHECK(head.bytes == static_cast<std::int64_t>(std::filesystem::file_size(folder.log())));
  CHECK(head.header.starts_with("SQLite format 3"));
  std::filesystem::resize_file(folder.log(), 0);
  CHECK(log.head().bytes == 0);
  CHECK(log.head().header.empty());
}

TEST_CASE("a fault says whose it is: the file's, the statement's or the system's") {
  Numbers log;
  CHECK(fault_of([&] { log.database.query("SELECT nobody FROM t"); }) == ErrorKind::kBadInput);
  CHECK(fault_of([&] { log.database.query(""); }) == ErrorKind::kBadInput);
  CHECK(fault_of([&] { log.database.execute("FROM"); }) == ErrorKind::kBadInput);
  const Folder folder;
  CHECK(fault_of([&] { Database(folder.log(), Database::Mode::kReadWrite); }) ==
        ErrorKind::kOutside);
  std::ofstream(folder.log()) << std::string(4096, 'x');
  CHECK(fault_of([&] {
          Database(folder.log(), Database::Mode::kReadOnly).number("SELECT count(*) FROM t");
        }) == ErrorKind::kBadInput);
}

TEST_CASE("no statement can switch off what keeps a file from being damaged") {
  Numbers log;
  CHECK(fault_of([&] { log.database.query("SELECT \"words\""); }) == ErrorKind::kBadInput);
  log.database.execute("PRAGMA writable_schema = ON");
  CHECK(fault_of([&] { log.database.execute("DELETE FROM sqlite_schema"); }).has_value());
}

}  // namespace smsflow::sqlite_test
