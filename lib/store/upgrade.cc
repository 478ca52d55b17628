#include "store/upgrade.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "store/audit.h"
#include "store/files.h"
#include "store/fold.h"
#include "store/hold.h"
#include "store/schema.h"

namespace smsflow {
namespace {

// What can be counted of a log, and the hash that all its events lead to.
std::vector<std::string> summary(Database& database) {
  std::vector<std::string> out;
  Query tables = database.query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1");
  while (tables.step()) {
    const std::string table(tables.text(0));
    const auto rows = database.number(fmt::format("SELECT count(*) FROM {}", table)).value_or(0);
    out.push_back(fmt::format("{} {}", table, rows));
  }
  Query last = database.query("SELECT hash FROM batch ORDER BY id DESC LIMIT 1");
  if (last.step()) out.emplace_back(last.blob(0));
  return out;
}

void require_same(Database& log, const Identity& identity, const std::string& path) {
  Database copy(path, Database::Mode::kReadOnly);
  const bool same =
      summary(log) == summary(copy) && chain_faults(copy, identity) == chain_faults(log, identity);
  if (same) return;
  throw Error(ErrorKind::kOutside, path + " is not a copy of the log; the log was not upgraded", {},
              "move it away and try again");
}

// What version 1 did not have beside the events: the mark of a copy, which an smsflow of version 1
// does not mind.
void add_mark(Database& database) {
  const auto known =
      database.number("SELECT 1 FROM pragma_table_info('meta') WHERE name = 'copied_after'");
  if (!known) database.execute("ALTER TABLE meta ADD COLUMN copied_after INTEGER");
}

void mark_version_1(const std::string& path) {
  Database copy(path, Database::Mode::kReadWrite);
  add_mark(copy);
  copy.execute(
      "UPDATE meta SET copied_after = (SELECT coalesce(max(id), 0) FROM event) "
      "WHERE copied_after IS NULL");
}

void keep_copy(Database& log, const Identity& identity, const std::string& path) {
  if (std::filesystem::exists(path)) return require_same(log, identity, path);
  const std::string part = path + ".part";
  std::filesystem::remove(part);  // of an upgrade that was stopped
  make_file(part);
  log.run("VACUUM INTO ?", std::string_view(part));
  mark_version_1(part);
  require_same(log, identity, part);
  sync_file(part);
  std::filesystem::rename(part, path);
  sync_folder_of(path);
}

std::string drop_projections(Database& database) {
  std::string script;
  Query old = database.query(
      "SELECT type, name FROM sqlite_schema WHERE type = 'view' OR (type = 'table' AND name IN "
      "('conversation', 'contact_state', 'intent', 'handoff', 'timer', 'reply', 'orphan', "
      "'record_seen', 'look', 'revision', 'account', 'adoption'))");
  while (old.step()) script += fmt::format("DROP {} {};", old.text(0), old.text(1));
  return script;
}

constexpr const char* kIndexSince1 =
    "CREATE INDEX event_made_up ON event (source) WHERE source > 0; ";

// Version 1 kept `respond_by` only with what is personal, where a purge erases it.
std::vector<std::string> with_respond_by(Database& database) {
  std::vector<std::string> ids;
  Query query = database.query(
      "SELECT t.id FROM conversation t JOIN record s ON s.id = t.side "
      "WHERE json_extract(s.body, '$.respond_by') IS NOT NULL ORDER BY t.n");
  while (query.step()) ids.emplace_back(query.text(0));
  return ids;
}

void keep_respond_by(Transaction& transaction, Tables& tables,
                     const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    const TableRow row = tables.load(conversation_layout(), id);
    Conversation conversation = to_conversation(row);
    RecordSnapshot known;
    read_record_body(row.body, known, conversation.captured, conversation.offered);
    conversation.record.respond_by = known.respond_by;
    transaction.write(ConversationChanged{conversation, "upgraded: respond_by has a column"});
  }
}

}  // namespace

std::string upgrade_copy(const std::string& log_path, std::int64_t version) {
  return fmt::format("{}.version-{}", log_path, version);
}

void upgrade(OpenLog& log, const std::string& path, std::int64_t version) {
  Database& database = log.writer().database;
  keep_copy(database, log.identity(), upgrade_copy(path, version));
  auto hold = std::make_unique<Hold>(log);
  hold->connection = &log.writer();
  database.run("BEGIN IMMEDIATE");
  add_mark(database);
  database.execute(kIndexSince1 + drop_projections(database) + projection_schema() + view_schema());
  hold->tables().forget();
  fold_events(database, hold->tables());
  hold->tables().forget();  // folding reads no bodies
  database.execute(fmt::format("PRAGMA user_version = {}", kSchemaVersion));
  const std::int64_t last = database.number("SELECT max(at) FROM batch").value_or(0);
  Tables& tables = hold->tables();
  const std::vector<std::string> ids = with_respond_by(database);
  if (ids.empty()) {
    database.run("COMMIT");
    return;
  }
  Transaction transaction(std::move(hold), from_ms(last));
  keep_respond_by(transaction, tables, ids);
  transaction.commit();
}

void upgrade_to_read(const std::string& path) {
  require_there(path);
  {
    Database database(path, Database::Mode::kReadOnly);
    require_log(database, path);
    if (version_of(database) == kSchemaVersion) return;
  }
  if (::access(path.c_str(), W_OK) != 0) {
    throw Error(
        ErrorKind::kBadInput,
        fmt::format("{} was written by an older smsflow, and this user may not upgrade it", path),
        {}, "run this once as a user who may write it");
  }
  const OpenLog upgraded(path, {.writer = "upgrade"});
}

}  // namespace smsflow
