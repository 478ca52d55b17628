#include "store/schema.h"

#include "bare.h"

namespace smsflow::schema_test {

namespace {

bool refused(Database& database, const std::string& sql) {
  try {
    database.execute(sql);
  } catch (const Error&) {
    return true;
  }
  return false;
}

}  // namespace

TEST_CASE("events are never changed and never deleted, whoever asks") {
  Bare log;
  log.database.execute(
      "INSERT INTO event (id, at, source, kind, conversation, intent, handoff, data) "
      "VALUES (1, 2, 0, 0, '', '', '', '{}')");
  CHECK(refused(log.database, "UPDATE event SET at = 3"));
  CHECK(refused(log.database, "DELETE FROM event"));
  CHECK(log.database.number("SELECT at FROM event") == 2);
}

TEST_CASE("a log has one name") {
  Bare log;
  const std::string sql = "INSERT INTO meta (one, log_id, number_key) VALUES (1, 'a', x'00')";
  CHECK_FALSE(refused(log.database, sql));
  CHECK(refused(log.database, sql));
}

TEST_CASE("a number and its salt are erased together") {
  Bare log;
  log.database.execute(
      "INSERT INTO contact (number_hash, phone, salt) VALUES (x'00', '+1', x'01')");
  CHECK(refused(log.database, "UPDATE contact SET phone = NULL"));
  CHECK(refused(log.database, "UPDATE contact SET salt = NULL"));
  CHECK_FALSE(refused(log.database, "UPDATE contact SET phone = NULL, salt = NULL"));
}

TEST_CASE("a column takes only its own type") {
  Bare log;
  CHECK(refused(log.database,
                "INSERT INTO timer (id, kind, conversation, handoff, run, visit, due) "
                "VALUES ('t', 0, '', '', 0, 0, 'soon')"));
}

TEST_CASE("projections fit beside those of the log, column for column") {
  Bare log;
  log.database.execute(projection_schema("temp."));
  CHECK(log.database.number("SELECT count(*) FROM sqlite_temp_schema WHERE type = 'table'") > 0);
  CHECK(log.database.number(
            "SELECT count(*) FROM sqlite_temp_schema t, pragma_table_info(t.name, 'temp') i "
            "WHERE t.type = 'table' AND NOT EXISTS (SELECT 1 FROM pragma_table_info(t.name, "
            "'main') k WHERE k.name = i.name AND k.type = i.type)") == 0);
}

}  // namespace smsflow::schema_test
