#include "store/read.h"

#include <fstream>

#include "sample.h"
#include "text/error.h"

namespace smsflow::read_test {

namespace {

struct Written {
  Written() { write(*open_log(folder.log(), {}), TimerSet{sample_timer("t1", 70)}); }
  Folder folder;
};

std::optional<ErrorKind> fault_of(LogReader& log, std::string_view sql) {
  try {
    log.query(sql, {}, [](const LogRow&) {});
  } catch (const Error& error) {
    return error.kind();
  }
  return std::nullopt;
}

std::optional<ErrorKind> fault_of_opening(const std::string& path) {
  try {
    const LogReader log(path);
  } catch (const Error& error) {
    return error.kind();
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("a query gives its rows, with names and values") {
  const Written written;
  LogReader log(written.folder.log());
  int rows = 0;
  log.query("SELECT ? AS i, ? AS r, ? AS t, ? AS n, id FROM timer",
            {std::int64_t{7}, 0.5, std::string("x"), std::monostate{}}, [&](const LogRow& row) {
              ++rows;
              CHECK(row.size() == 5);
              CHECK(row.name(0) == "i");
              CHECK(row.integer(0) == 7);
              CHECK(row.real(1) == 0.5);
              CHECK(row.text(2) == "x");
              CHECK(row.is_null(3));
              CHECK(row.integer(3) == 0);
              CHECK(row.text(3).empty());
              CHECK(row.text(4) == "t1");
              CHECK((row.value(0) == LogValue(std::int64_t{7})));
              CHECK((row.value(1) == LogValue(0.5)));
              CHECK((row.value(2) == LogValue(std::string("x"))));
              CHECK((row.value(3) == LogValue()));
            });
  CHECK(rows == 1);
  CHECK(log.columns("SELECT 1 AS a, 2 AS b FROM timer WHERE 0") ==
        std::vector<std::string>{"a", "b"});
}

TEST_CASE("what is committed later is not seen by a reader that is open") {
  const Written written;
  const auto timers = [](LogReader& log) {
    std::int64_t count = 0;
    log.query("SELECT count(*) FROM timer", {}, [&](const LogRow& row) { count = row.integer(0); });
    return count;
  };
  LogReader before(written.folder.log());
  CHECK(timers(before) == 1);
  write(*open_log(written.folder.log(), {}), TimerSet{sample_timer("t2", 80)});
  CHECK(timers(before) == 1);
  LogReader after(written.folder.log());
  CHECK(timers(after) == 2);
  CHECK(after.log_id() == before.log_id());
  CHECK_FALSE(after.log_id().empty());
}

TEST_CASE("a reader never writes, and a statement that is none is told") {
  const Written written;
  LogReader log(written.folder.log());
  CHECK(fault_of(log, "DELETE FROM timer") == ErrorKind::kBadInput);
  CHECK(fault_of(log, "SELECT nobody FROM timer") == ErrorKind::kBadInput);
  CHECK(fault_of(log, "SELEC 1") == ErrorKind::kBadInput);
  CHECK(fault_of(log, "SELECT 1 FROM timer") == std::nullopt);
}

TEST_CASE("what is no log cannot be read as one") {
  const Folder folder;
  CHECK(fault_of_opening(folder.log()) == ErrorKind::kBadInput);
  CHECK_FALSE(std::filesystem::exists(folder.log()));
  std::ofstream(folder.log()) << std::string(4096, 'x');
  CHECK(fault_of_opening(folder.log()) == ErrorKind::kBadInput);
  std::ofstream(folder.log()).flush();
  CHECK(fault_of_opening(folder.log()) == ErrorKind::kBadInput);
}

}  // namespace smsflow::read_test
