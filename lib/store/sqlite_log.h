// An open log file: its connection, its lock, and what must hold before anybody writes.
#pragma once

#include <memory>
#include <string>

#include "store/locks.h"
#include "store/sqlite_tables.h"
#include "store/store.h"
#include "store/turn.h"

namespace smsflow {

class SqliteLog {
 public:
  // Makes the file if need be, with mode 0600. Throws Error.
  SqliteLog(const std::string& path, const StoreOptions& options);
  // Empties the write-ahead log, if nobody else is at it.
  ~SqliteLog();
  SqliteLog(const SqliteLog&) = delete;
  SqliteLog& operator=(const SqliteLog&) = delete;

  // Throws the Error that made the log unusable for writing, if any.
  void require_usable() const;
  // From now on every require_usable() throws: nobody knows what is on the disk.
  void break_off(const std::string& why) {
    if (broken_.empty()) broken_ = why;
  }

  // After a commit that made `batch`, still under the write lock.
  void committed(std::int64_t batch, const std::string& hash_hex);

  const StoreOptions& options() const { return options_; }
  WriteLock& lock() { return lock_; }
  Turns& turns() { return turns_; }
  Database& database() { return *database_; }
  const Identity& identity() const { return identity_; }
  SqliteTables& tables() { return *tables_; }

 private:
  void open();
  void create();
  void configure();
  void keep_wal_short();

  std::string path_;
  StoreOptions options_;
  WriteLock lock_;
  Turns turns_;
  std::unique_ptr<Database> database_;
  Identity identity_;
  std::unique_ptr<SqliteTables> tables_;
  std::int64_t page_bytes_ = 0;
  std::int64_t checkpointed_at_ = 0;  // size of the write-ahead log then, in bytes
  std::string broken_;
  std::string behind_;
};

// What opens a log and what reads one must both know. Throws Error{kBadInput} for a file that is
// no log, or one of a later version; false for an empty file.
bool is_log(Database& database, const std::string& path);

// What the log lacks of what its last writer left: it was restored from a backup, or cut, and has
// forgotten texts that were sent and people who opted out. "" when it lacks nothing.
std::string lacks(Database& database, const Identity& identity,
                  const std::optional<Anchor>& anchor);

}  // namespace smsflow
