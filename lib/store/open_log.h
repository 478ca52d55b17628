// An open log: its connections, its lock, and what must hold before anybody writes.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "store/files.h"
#include "store/locks.h"
#include "store/store.h"
#include "store/tables.h"
#include "store/turn.h"

namespace smsflow {

// The last event and batch of a log, and the hash of its writer's last batch.
struct LogEnd {
  std::int64_t event = 0;
  std::int64_t batch = 0;
  std::string hash;
};

struct Connection {
  Connection(const std::string& path, Database::Mode mode, const Identity& identity)
      : database(path, mode), tables(database, identity) {}

  void forget() {
    tables.forget();
    end.reset();
  }
  const LogEnd& end_for(const std::string& writer, const Identity& identity);

  Database database;
  Tables tables;
  std::optional<LogEnd> end;         // as long as nobody else commits
  std::optional<std::int64_t> seen;  // PRAGMA data_version that what is kept belongs to
};

class OpenLog {
 public:
  // For writing, makes the file if need be, with mode 0600. Throws Error.
  OpenLog(const std::string& path, const StoreOptions& options);
  // Empties the write-ahead log, if nobody else is at it.
  ~OpenLog();
  OpenLog(const OpenLog&) = delete;
  OpenLog& operator=(const OpenLog&) = delete;

  // Throws the Error that made the log unusable for writing, if any.
  void require_usable() const;
  // Throws LogGone when the log, its write-ahead log or its lock is not at its path any more, or
  // the log was cut or overwritten; from then on it is not usable. Under the write lock.
  void require_in_place();
  // From now on every require_usable() throws: nobody knows what is on the disk.
  void break_off(const std::string& why) {
    if (broken_.empty()) broken_ = why;
  }

  // After a commit that made `batch`, still under the write lock.
  void committed(std::int64_t batch, const std::string& hash_hex);

  const StoreOptions& options() const { return options_; }
  bool in_memory() const { return path_ == kInMemory; }
  // The end that the last writer left; nothing when there is none, or for a log in memory.
  std::optional<Anchor> anchor() const;
  const Identity& identity() const { return identity_; }
  Turns& turns() { return turns_; }

  // Of a log that is open for writing; a log in memory has no lock.
  WriteLock& lock() { return *lock_; }
  Connection& writer() { return *writer_; }
  // One that only reads, to be given back; of a file.
  std::unique_ptr<Connection> reader();
  void give_back(std::unique_ptr<Connection> reader);

 private:
  void open_for_reading();
  void open_for_writing();
  void identify(Database& database);
  void create(Database& database);
  void configure(Database& database);
  void refuse_copy();
  void keep_wal_short();
  std::string misplaced();

  std::string path_;
  StoreOptions options_;
  std::optional<WriteLock> lock_;
  Turns turns_;
  Identity identity_;
  std::unique_ptr<Connection> writer_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> readers_;  // idle
  std::int64_t page_bytes_ = 0;
  std::int64_t checkpointed_at_ = 0;  // size of the write-ahead log then, in bytes
  FileId at_;                         // the log
  Database::Head head_;               // how it began when it was looked at last
  FileId wal_at_;                     // its write-ahead log; none before the first commit
  std::string gone_;
  std::string broken_;
  std::string behind_;
  bool is_copy_ = false;  // that nobody said to write to
};

std::int64_t version_of(Database& database);

// What opens a log and what reads one must both know. Throws Error{kBadInput} for a file that is
// no log, or one of a later version; false for an empty file.
bool is_log(Database& database, const std::string& path);
// Throws Error{kBadInput} for an empty file too.
void require_log(Database& database, const std::string& path);

// What the log lacks of what its last writer left: it was restored from a backup, or cut, and has
// forgotten texts that were sent and people who opted out. "" when it lacks nothing.
std::string lacks(Database& database, const Identity& identity,
                  const std::optional<Anchor>& anchor);

}  // namespace smsflow
