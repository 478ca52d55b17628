#include "store/sqlite.h"

#include <sqlite3.h>
#include <unistd.h>

#include <cassert>
#include <filesystem>

#include "store/log_error.h"

namespace smsflow {
namespace {

// SQLite's own fault codes, as what they mean for whoever opened the log.
[[noreturn]] void fail_query(sqlite3* database, const std::string& doing) {
  const int code = database != nullptr ? sqlite3_errcode(database) & 0xFF : SQLITE_NOMEM;
  std::string message = "cannot " + doing + ": ";
  message += database != nullptr ? sqlite3_errmsg(database) : "out of memory";
  if (code == SQLITE_NOTADB) throw Error(ErrorKind::kBadInput, message, {}, "is it a log?");
  if (code == SQLITE_CORRUPT) {
    throw Error(ErrorKind::kBadInput, message, {}, "restore the log from a backup");
  }
  if (code == SQLITE_BUSY) throw LogBusy("the log is busy: another program writes to it too long");
  // Of our own statements, that is a log without a table or column it should have.
  const ErrorKind kind = code == SQLITE_ERROR ? ErrorKind::kBadInput : ErrorKind::kOutside;
  throw Error(kind, message);
}

// A reader who may not make the files beside a log that nobody has open takes it as it is, unless
// a part of it is in the write-ahead log.
bool takes_as_it_is(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  if (::access(folder.empty() ? "." : folder.c_str(), W_OK) == 0) return false;
  std::error_code none;
  if (std::filesystem::exists(path + "-shm", none)) return false;
  const auto ahead = std::filesystem::file_size(path + "-wal", none);
  if (none || ahead == 0) return true;
  throw Error(ErrorKind::kOutside,
              path + " ends in " + path + "-wal, which cannot be read without a " + path + "-shm",
              {}, "this user may not make it; any command of the log's owner puts it right");
}

std::string immutable_name(const std::string& path) {
  std::string name = "file:";
  for (const char byte : std::filesystem::absolute(path).lexically_normal().string()) {
    if (byte == '?' || byte == '#' || byte == '%') {
      name += byte == '?' ? "%3F" : byte == '#' ? "%23" : "%25";
    } else {
      name += byte;
    }
  }
  return name + "?immutable=1";
}

void configure(sqlite3* database, int option, int value) {
  if (sqlite3_db_config(database, option, value, nullptr) != SQLITE_OK) {
    fail_query(database, "configure the log");
  }
}

}  // namespace

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Query::bind(int at, std::nullptr_t) {
  if (sqlite3_bind_null(statement_, at) != SQLITE_OK) fail_query(database_, "bind a value");
}

void Query::bind(int at, std::int64_t value) {
  if (sqlite3_bind_int64(statement_, at, value) != SQLITE_OK) fail_query(database_, "bind a value");
}

void Query::bind(int at, double value) {
  if (sqlite3_bind_double(statement_, at, value) != SQLITE_OK)
    fail_query(database_, "bind a value");
}

void Query::bind(int at, std::string_view text) {
  // An empty view may hold no address, which SQLite would take for NULL.
  const char* const bytes = text.empty() ? "" : text.data();
  if (sqlite3_bind_text64(statement_, at, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8) !=
      SQLITE_OK) {
    fail_query(database_, "bind a value");
  }
}

void Query::bind(int at, const Blob& blob) {
  const char* const bytes = blob.bytes.empty() ? "" : blob.bytes.data();
  if (sqlite3_bind_blob64(statement_, at, bytes, blob.bytes.size(), SQLITE_STATIC) != SQLITE_OK) {
    fail_query(database_, "bind a value");
  }
}

bool Query::step() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) fail_query(database_, "use the log");
  return false;
}

bool Query::only_reads() const {
  return sqlite3_stmt_readonly(statement_) != 0;
}

int Query::columns() const {
  return sqlite3_column_count(statement_);
}

std::string_view Query::name(int column) const {
  return sqlite3_column_name(statement_, column);
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

bool Query::is_integer(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_INTEGER;
}

bool Query::is_real(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_FLOAT;
}

bool Query::is_blob(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_BLOB;
}

std::int64_t Query::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

double Query::real(int column) const {
  return sqlite3_column_double(statement_, column);
}

std::string_view Query::text(int column) const {
  const unsigned char* const bytes = sqlite3_column_text(statement_, column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Query::blob(int column) const {
  const void* const bytes = sqlite3_column_blob(statement_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Database::Database(const std::string& path, Mode mode) {
  const bool as_it_is = mode == Mode::kReadOnly && takes_as_it_is(path);
  const int flags = (mode == Mode::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
                    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (as_it_is ? SQLITE_OPEN_URI : 0);
  const std::string name = as_it_is ? immutable_name(path) : path;
  try {
    if (sqlite3_open_v2(name.c_str(), &database_, flags, nullptr) != SQLITE_OK) {
      fail_query(database_, "open " + path);
    }
    configure(database_, SQLITE_DBCONFIG_DEFENSIVE, 1);
    configure(database_, SQLITE_DBCONFIG_DQS_DDL, 0);
    configure(database_, SQLITE_DBCONFIG_DQS_DML, 0);
    configure(database_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
    // Else a query that a partial index answers is compiled anew for every value.
    configure(database_, SQLITE_DBCONFIG_ENABLE_QPSG, 1);
    // Every checkpoint holds the write lock (WAL-reset bug of SQLite 3.7.0 to 3.51.2), the one of
    // a closing connection too.
    configure(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1);
    int persist = 1;  // what a reader needs who may not make them
    sqlite3_file_control(database_, "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
    execute("PRAGMA wal_autocheckpoint = 0; PRAGMA cell_size_check = ON;");
    sqlite3_wal_hook(
        database_,
        [](void* self, sqlite3*, const char*, int pages) {
          static_cast<Database*>(self)->wal_pages_ = pages;
          return SQLITE_OK;
        },
        this);
  } catch (...) {
    sqlite3_close(database_);
    throw;
  }
}

Database::~Database() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(database_);
}

sqlite3_stmt* Database::prepared(std::string_view sql) {
  const auto known = statements_.find(sql);
  if (known != statements_.end()) {
    assert(sqlite3_stmt_busy(known->second) == 0);
    return known->second;
  }
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
    fail_query(database_, "read the log");
  }
  if (statement == nullptr) throw Error(ErrorKind::kBadInput, "there is no statement to run");
  statements_.emplace(sql, statement);
  return statement;
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    fail_query(database_, "use the log");
  }
}

Database::Head Database::head() const {
  constexpr int kHeader = 100;
  Head head;
  sqlite3_file* file = nullptr;
  sqlite3_file_control(database_, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (file == nullptr || file->pMethods == nullptr) return head;
  sqlite3_int64 bytes = 0;
  if (file->pMethods->xFileSize(file, &bytes) != SQLITE_OK) return head;
  head.bytes = bytes;
  head.header.resize(kHeader);
  if (file->pMethods->xRead(file, head.header.data(), kHeader, 0) != SQLITE_OK) {
    head.header.clear();
  }
  return head;
}

int Database::changes() const {
  return sqlite3_changes(database_);
}

std::int64_t Database::last_rowid() const {
  return sqlite3_last_insert_rowid(database_);
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(database_) == 0;
}

void Database::busy_timeout(int ms) {
  sqlite3_busy_timeout(database_, ms);
}

void Database::checkpoint(Checkpoint how) {
  const int mode = how == Checkpoint::kPassive ? SQLITE_CHECKPOINT_PASSIVE
                   : how == Checkpoint::kWait  ? SQLITE_CHECKPOINT_RESTART
                                               : SQLITE_CHECKPOINT_TRUNCATE;
  const int result = sqlite3_wal_checkpoint_v2(database_, nullptr, mode, nullptr, nullptr);
  if (result != SQLITE_OK && (result & 0xFF) != SQLITE_BUSY)
    fail_query(database_, "checkpoint the log");
}

}  // namespace smsflow
