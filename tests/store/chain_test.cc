// Whoever edits the log with SQL is found out.
#include <doctest/doctest.h>

#include "random_changes.h"
#include "store/sqlite.h"
#include "text/error.h"

namespace smsflow::chain_test {

namespace {

void make_log(const std::string& path) {
  RandomChanges changes(5);
  for (const char* writer : {"send", "serve-webhook", "send", "log"}) {
    const auto store = open_log(path, {.writer = writer});
    write_random(*store, changes, 150);
  }
}

// A log of its own with the lock file that holds the anchor.
class Copy {
 public:
  explicit Copy(const std::string& original) {
    for (const char* end : {"", ".lock"}) {
      std::filesystem::copy_file(original + end, folder_.log() + end);
    }
  }

  // Whether the statements changed anything, as somebody would who knows SQLite.
  bool edit(const std::string& sql) {
    Database database(folder_.log(), Database::Mode::kReadWrite);
    database.execute("DROP TRIGGER IF EXISTS event_stays; DROP TRIGGER IF EXISTS event_remains;");
    const std::int64_t before = changed(database);
    try {
      database.execute(sql);
    } catch (const Error&) {
      return false;  // a constraint kept it out
    }
    return changed(database) > before;
  }

  std::vector<std::string> faults() {
    try {
      return open_log(folder_.log(), {})->verify();
    } catch (const Error& error) {
      return {error.what()};
    }
  }

 private:
  static std::int64_t changed(Database& database) {
    return database.number("SELECT total_changes()").value_or(0);
  }

  Folder folder_;
};

struct Target {
  std::string table;
  std::vector<std::string> columns;
};

const std::vector<Target> kTargets = {{"event",
                                       {"at", "source", "kind", "conversation", "contact", "intent",
                                        "handoff", "key", "side", "personal", "data", "id"}},
                                      {"batch", {"at", "writer", "first", "last", "hash", "id"}},
                                      {"event_key", {"key", "event"}},
                                      {"contact", {"id", "number_hash", "phone", "salt"}},
                                      {"message", {"id", "contact", "body", "raw"}},
                                      {"record", {"id", "contact", "body"}},
                                      {"outbox_text", {"id", "contact", "body"}},
                                      {"meta", {"log_id", "number_key"}}};

// A row by chance, by whatever names rows of the table.
std::string some_row(const std::string& table, int chance) {
  const std::string name = table == "event_key" ? "key" : "rowid";
  return " WHERE " + name + " = (SELECT " + name + " FROM " + table + " ORDER BY " + name +
         " LIMIT 1 OFFSET " + std::to_string(chance) + " % (SELECT count(*) FROM " + table + "))";
}

// Another value of whatever type it has.
std::string other_value(const std::string& column, int chance) {
  const std::string text = std::to_string(chance % 7 + 1);
  return "CASE typeof(" + column + ") WHEN 'integer' THEN " + column + " + " + text +
         " WHEN 'text' THEN " + column + " || '" + text + "' WHEN 'blob' THEN CAST(hex(" + column +
         ") AS BLOB) ELSE 1 END";
}

std::string random_edit(std::mt19937_64& random) {
  const Target& target = kTargets[random() % kTargets.size()];
  const int chance = static_cast<int>(random() % 10'000);
  if (random() % 5 == 0) return "DELETE FROM " + target.table + some_row(target.table, chance);
  const std::string& column = target.columns[random() % target.columns.size()];
  return "UPDATE " + target.table + " SET " + column + " = " + other_value(column, chance) +
         some_row(target.table, chance);
}

}  // namespace

TEST_CASE("every random edit of the truth is found") {
  const Folder folder;
  make_log(folder.log());
  REQUIRE(Copy(folder.log()).faults().empty());
  std::mt19937_64 random(11);
  int edits = 0;
  while (edits < 200) {
    const std::string edit = random_edit(random);
    Copy copy(folder.log());
    if (!copy.edit(edit)) continue;
    ++edits;
    CHECK_MESSAGE(copy.faults().size() >= 1, edit);
  }
}

TEST_CASE("what is personal may only be gone where a purge said so") {
  const Folder folder;
  {
    const auto log = open_log(folder.log(), {});
    write(*log, InboundRecorded{sample_reply("SM1")});
    const auto transaction = log->write(at(50));
    CHECK(transaction->write(InboundRecorded{sample_reply("SM2", 2)}));
    CHECK(transaction->write(LogPurged{at(20)}));
    transaction->commit();
  }
  Copy copy(folder.log());
  CHECK(copy.faults().empty());
  CHECK(copy.edit("UPDATE message SET body = NULL, raw = NULL WHERE id = 1"));
  CHECK(copy.faults().empty());
  CHECK(copy.edit("UPDATE message SET body = NULL, raw = NULL WHERE id = 2"));
  CHECK(copy.faults() ==
        std::vector<std::string>{"the personal part of event 2 is not what was written"});
}

TEST_CASE("cuts, insertions and reorderings are found") {
  const Folder folder;
  make_log(folder.log());
  const std::string last = "(SELECT first FROM batch ORDER BY id DESC LIMIT 1)";
  const std::vector<std::string> edits = {
      // The end, with all that speaks of it.
      "DELETE FROM message WHERE id >= " + last + "; DELETE FROM record WHERE id >= " + last +
          "; DELETE FROM outbox_text WHERE id >= " + last +
          "; DELETE FROM event_key WHERE event >= " + last + "; DELETE FROM event WHERE id >= " +
          last + "; DELETE FROM batch WHERE id = (SELECT max(id) FROM batch)",
      "DELETE FROM event WHERE id = (SELECT max(id) FROM event)",
      "DELETE FROM batch WHERE id = (SELECT max(id) FROM batch)",
      "INSERT INTO event SELECT id + 1, at, source, kind, conversation, contact, intent, handoff, "
      "NULL, NULL, NULL, data FROM event ORDER BY id DESC LIMIT 1",
      "INSERT INTO event_key VALUES (x'00', 1)",
      "INSERT INTO contact (number_hash, phone, salt) VALUES (x'00', '+13125550000', x'00')",
      "INSERT INTO record (id, conversation, body) VALUES ((SELECT min(e.id) FROM event e LEFT "
      "JOIN "
      "record r ON r.id = e.id WHERE r.id IS NULL), 'c', '{}')",
      "INSERT INTO batch SELECT id + 1, at, writer, last + 1, last + 1, hash FROM batch ORDER BY "
      "id "
      "DESC LIMIT 1",
      // Two events change places.
      "PRAGMA foreign_keys = OFF; UPDATE event SET id = -1 WHERE id = 10; UPDATE event SET id = 10 "
      "WHERE id = 11; UPDATE event SET id = 11 WHERE id = -1",
      "UPDATE batch SET id = -1 WHERE id = 3; UPDATE batch SET id = 3 WHERE id = 4; UPDATE batch "
      "SET "
      "id = 4 WHERE id = -1",
      // Two texts change places.
      "UPDATE message SET body = CASE id WHEN (SELECT min(id) FROM message) THEN (SELECT body FROM "
      "message ORDER BY id DESC LIMIT 1) ELSE (SELECT body FROM message ORDER BY id LIMIT 1) END "
      "WHERE id IN (SELECT min(id) FROM message UNION SELECT max(id) FROM message)",
      // A number leads to another person.
      "UPDATE contact SET phone = '+13125559999' WHERE id = 1"};
  for (const std::string& edit : edits) {
    Copy copy(folder.log());
    REQUIRE_MESSAGE(copy.edit(edit), edit);
    CHECK_MESSAGE(copy.faults().size() >= 1, edit);
  }
}

TEST_CASE("events cannot be edited by accident") {
  const Folder folder;
  make_log(folder.log());
  Database database(folder.log(), Database::Mode::kReadWrite);
  CHECK_THROWS_AS(database.execute("UPDATE event SET at = 1"), Error);
  CHECK_THROWS_AS(database.execute("DELETE FROM event WHERE id = 1"), Error);
}

}  // namespace smsflow::chain_test
