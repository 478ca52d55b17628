#include "store/purge.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "store/hold.h"
#include "store/schema.h"
#include "store/upgrade.h"

namespace smsflow {
namespace {

constexpr std::int64_t kSlice = 50'000;  // rows looked at in one transaction

template <typename Word>
int number_of(Word word) {
  return static_cast<int>(word);
}

std::string live() {
  return fmt::format("c.status NOT IN ({}, {})", number_of(ConversationStatus::kEnded),
                     number_of(ConversationStatus::kVoid));
}

std::string over(std::string_view conversation) {
  return fmt::format("NOT EXISTS (SELECT 1 FROM conversation c WHERE c.id = {} AND {})",
                     conversation, live());
}

std::string may_leave() {
  return fmt::format("i.state IN ({}, {}, {})", number_of(IntentState::kPlanned),
                     number_of(IntentState::kPosting), number_of(IntentState::kUnknown));
}

std::string unresolved() {
  return fmt::format("h.status <> {}", number_of(HandoffStatus::kResolved));
}

// Rows of what is personal, as `s`, and which of them may go: ?1 is the moment, in milliseconds.
struct SideTable {
  std::string name;
  std::string columns;
  std::string may_go;
  std::int64_t Purged::*count;
};

std::array<SideTable, 3> side_tables() {
  const std::string old =
      "(SELECT e.at FROM event e WHERE e.id = s.id) < ?1 AND NOT EXISTS "
      "(SELECT 1 FROM handoff h WHERE h.contact = s.contact AND " +
      unresolved() + ") AND ";
  const std::string reply = "(SELECT r.conversation FROM reply r WHERE r.id = s.id)";
  const std::string text = "(SELECT i.conversation FROM intent i WHERE i.id = s.intent)";
  const std::string left =
      " AND NOT EXISTS (SELECT 1 FROM intent i WHERE i.id = s.intent AND " + may_leave() + ")";
  // What is known of a record is needed as long as its conversation, whoever brought it.
  const std::string unneeded =
      " AND s.id NOT IN (SELECT n.side FROM conversation c JOIN record_seen n ON "
      "n.workflow = c.workflow AND n.key = c.key WHERE n.side IS NOT NULL AND " +
      live() + ")";
  return {{{"message", "body = NULL, raw = NULL", old + over(reply), &Purged::messages},
           {"outbox_text", "body = NULL", old + over(text) + left, &Purged::texts},
           {"record", "body = NULL", old + over("s.conversation") + unneeded, &Purged::records}}};
}

// The contacts whose number stays, in a table of this connection's own.
class Needed {
 public:
  Needed(Database& database, Instant before) : database_(database) {
    database_.execute(
        "DROP TABLE IF EXISTS temp.needed; CREATE TEMP TABLE needed (contact INTEGER PRIMARY KEY)");
    // First: what happens while the rest is read is then looked at once more.
    known_ = database_.number("SELECT max(id) FROM event").value_or(0);
    add("SELECT contact FROM event WHERE at >= ?1 AND contact IS NOT NULL", before);
    add("SELECT c.contact FROM conversation c WHERE c.contact IS NOT NULL AND " + live());
    add("SELECT h.contact FROM handoff h WHERE " + unresolved());
    add("SELECT i.contact FROM intent i WHERE " + may_leave());
    for (const SideTable& table : side_tables()) {
      add("SELECT s.contact FROM " + table.name +
              " s WHERE s.contact IS NOT NULL AND s.body IS NOT NULL AND NOT (" + table.may_go +
              ")",
          before);
    }
  }
  ~Needed() { database_.execute("DROP TABLE IF EXISTS temp.needed"); }
  Needed(const Needed&) = delete;
  Needed& operator=(const Needed&) = delete;

  // Whatever makes a contact needed is an event of it.
  void add_latest() {
    database_.run(
        "INSERT OR IGNORE INTO temp.needed SELECT contact FROM event WHERE id > ? AND contact IS "
        "NOT NULL",
        known_);
    known_ = database_.number("SELECT max(id) FROM event").value_or(0);
  }

 private:
  template <typename... Moment>
  void add(const std::string& contacts, Moment... before) {
    database_.run("INSERT OR IGNORE INTO temp.needed " + contacts, to_ms(before)...);
  }

  Database& database_;
  std::int64_t known_ = 0;
};

constexpr std::string_view kUnneeded =
    "phone IS NOT NULL AND id NOT IN (SELECT contact FROM temp.needed)";

void erase_bodies(OpenLog& log, const SideTable& table, Instant before) {
  Database& database = log.writer().database;
  const std::string sql = fmt::format(
      "UPDATE {} AS s SET {} WHERE s.id > ?2 AND s.id <= ?3 AND s.body IS NOT NULL AND "
      "{}",
      table.name, table.columns, table.may_go);
  const std::string ids =
      fmt::format("SELECT max(id) FROM (SELECT id FROM {} WHERE id > ? ORDER BY id LIMIT {})",
                  table.name, kSlice);
  std::int64_t done = 0;
  while (const std::optional<std::int64_t> last = database.number(ids, done)) {
    const std::unique_ptr<Hold> slice = hold_for_writing(log, log.options().busy_ms);
    database.run(sql, to_ms(before), done, *last);
    log.require_in_place();
    database.run("COMMIT");
    done = *last;
  }
}

void erase_numbers(OpenLog& log, Instant before) {
  Database& database = log.writer().database;
  Needed needed(database, before);
  const std::int64_t end = database.number("SELECT max(id) FROM contact").value_or(0);
  for (std::int64_t done = 0; done < end; done += kSlice) {
    const std::unique_ptr<Hold> slice = hold_for_writing(log, log.options().busy_ms);
    needed.add_latest();
    database.run(fmt::format("UPDATE contact SET phone = NULL, salt = NULL WHERE id > ? AND "
                             "id <= ? AND {}",
                             kUnneeded),
                 done, done + kSlice);
    log.require_in_place();
    database.run("COMMIT");
  }
}

// False: another process reads an older state, and keeps the write-ahead log as it is.
bool forget_write_ahead(OpenLog& log) {
  const HeldLock held(log.lock(), log.options().busy_ms);
  log.writer().database.checkpoint(Database::Checkpoint::kTruncate);
  Query left = log.writer().database.query("PRAGMA wal_checkpoint(PASSIVE)");
  return left.step() && left.integer(1) == 0;
}

}  // namespace

Purged purgeable(const std::string& path, Instant before) {
  OpenLog log(path, {.access = Access::kReadOnly});
  const std::unique_ptr<Hold> hold = hold_for_reading(log);
  Database& database = hold->database();
  Purged purged;
  for (const SideTable& table : side_tables()) {
    purged.*table.count = database
                              .number("SELECT count(*) FROM " + table.name +
                                          " s WHERE s.body IS NOT NULL AND " + table.may_go,
                                      to_ms(before))
                              .value_or(0);
  }
  const Needed needed(database, before);
  purged.contacts =
      database.number(fmt::format("SELECT count(*) FROM contact WHERE {}", kUnneeded)).value_or(0);
  return purged;
}

bool purge(const std::string& path, Instant before, Instant now) {
  OpenLog log(path, {.writer = "log", .copies = Copies::kWrite});
  log.writer().database.execute("PRAGMA secure_delete = ON");
  {
    Transaction said(hold_for_writing(log, log.options().busy_ms), now);
    said.write(LogPurged{before});
    said.commit();
  }
  for (const SideTable& table : side_tables()) erase_bodies(log, table, before);
  erase_numbers(log, before);
  return forget_write_ahead(log);
}

std::vector<std::string> copies_beside(const std::string& log) {
  std::vector<std::string> copies;
  for (int version = 1; version < kSchemaVersion; ++version) {
    const std::string copy = upgrade_copy(log, version);
    if (std::filesystem::exists(copy)) copies.push_back(copy);
  }
  return copies;
}

}  // namespace smsflow
