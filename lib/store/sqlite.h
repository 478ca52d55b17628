// SQLite as the log uses it: a connection with its cached statements. The only files that know
// sqlite3.h are this one's sqlite.cc; all faults become Error.
//
//   Query query = database.query("SELECT name FROM t WHERE id = ?", 7);
//   while (query.step()) use(query.text(0));
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "store/kept.h"

struct sqlite3;
struct sqlite3_stmt;

namespace smsflow {

// Bytes that are bound and read as a BLOB.
struct Blob {
  std::string_view bytes;
};

// A statement while it is used; its place in the cache is free again afterwards. Bound texts must
// outlive it.
class Query {
 public:
  Query(sqlite3* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}
  ~Query();
  Query(Query&& other) noexcept
      : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}
  Query& operator=(Query&&) = delete;

  // Positions count from 1.
  void bind(int at, std::nullptr_t);
  void bind(int at, std::int64_t value);
  void bind(int at, int value) { bind(at, static_cast<std::int64_t>(value)); }
  void bind(int at, double value);
  void bind(int at, std::string_view text);
  void bind(int at, const Blob& blob);

  // True: a row is there. Throws Error.
  bool step();

  bool only_reads() const;

  // Columns count from 0. Texts and blobs live until the next step.
  int columns() const;
  std::string_view name(int column) const;
  bool is_null(int column) const;
  bool is_integer(int column) const;
  bool is_real(int column) const;
  bool is_blob(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;
  std::string_view blob(int column) const;

 private:
  sqlite3* database_;
  sqlite3_stmt* statement_;
};

class Database {
 public:
  enum class Mode { kReadWrite, kReadOnly };

  // The file must exist (lib/store makes it with its mode first). Throws Error.
  Database(const std::string& path, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // One cached statement; it must not be in use already.
  template <typename... Values>
  Query query(std::string_view sql, const Values&... values) {
    Query made(database_, prepared(sql));
    int at = 0;
    (made.bind(++at, values), ...);
    return made;
  }
  // Runs a statement to its end; the rows it changed.
  template <typename... Values>
  int run(std::string_view sql, const Values&... values) {
    query(sql, values...).step();
    return changes();
  }
  // Many statements at once, not cached.
  void execute(const std::string& sql);
  // The one number of a query; nothing when there is no row or it is NULL.
  template <typename... Values>
  std::optional<std::int64_t> number(std::string_view sql, const Values&... values) {
    Query found = query(sql, values...);
    if (!found.step() || found.is_null(0)) return std::nullopt;
    return found.integer(0);
  }

  // The file's size, and how it begins on the disk, whatever is cached: SQLite's header. It is read
  // through SQLite's own descriptor, since closing another one would drop SQLite's locks.
  struct Head {
    std::int64_t bytes = 0;
    std::string header;
  };
  Head head() const;

  int changes() const;
  std::int64_t last_rowid() const;
  bool in_transaction() const;
  void busy_timeout(int ms);

  // Pages in the write-ahead log after the last commit of this connection.
  int wal_pages() const { return wal_pages_; }
  // Moves pages from the write-ahead log to the file. `wait`: readers may keep it for the busy
  // timeout, and the write-ahead log begins anew; `truncate`: and it is cut to nothing. A
  // checkpoint that cannot finish is no fault.
  enum class Checkpoint { kPassive, kWait, kTruncate };
  void checkpoint(Checkpoint how);

 private:
  sqlite3_stmt* prepared(std::string_view sql);

  sqlite3* database_ = nullptr;
  std::unordered_map<std::string, sqlite3_stmt*, KeyHash, std::equal_to<>> statements_;
  int wal_pages_ = 0;
};

}  // namespace smsflow
