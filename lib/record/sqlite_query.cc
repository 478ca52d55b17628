#include "record/sqlite_query.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

#include "text/error.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

constexpr int kBusyTimeoutMs = 5000;

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

// What a reading query may do; everything else (ATTACH, PRAGMA, writes) is denied.
int authorize(void*, int action, const char*, const char* function, const char*, const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      return function != nullptr && std::string_view(function) == "load_extension" ? SQLITE_DENY
                                                                                   : SQLITE_OK;
    default:
      return SQLITE_DENY;
  }
}

class SqliteSource final : public RecordSource {
 public:
  SqliteSource(const std::string& file, const std::string& query) : file_(file) {
    sqlite3* database = nullptr;
    const int opened = sqlite3_open_v2(file.c_str(), &database,
                                       SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(database);
    if (opened != SQLITE_OK) fail("cannot open the database");
    sqlite3_busy_timeout(database, kBusyTimeoutMs);
    sqlite3_set_authorizer(database, authorize, nullptr);
    const char* rest = nullptr;
    sqlite3_stmt* statement = nullptr;
    const int prepared = sqlite3_prepare_v2(database, query.c_str(), -1, &statement, &rest);
    statement_.reset(statement);
    if (prepared != SQLITE_OK) fail("the query cannot be run");
    if (statement == nullptr || sqlite3_column_count(statement) == 0)
      refuse("the query gives no rows");
    if (std::string_view(rest).find_first_not_of(" \t\r\n;") != std::string_view::npos) {
      refuse("more than one query");
    }
    if (sqlite3_column_count(statement) > static_cast<int>(kMaxColumns)) {
      refuse(fmt::format("more than {} columns", kMaxColumns));
    }
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      columns_.emplace_back(sqlite3_column_name(statement, i));
    }
  }

  bool next(Row& row) override {
    row.columns = &columns_;
    row.fault.clear();
    row.line = ++number_;
    const int result = sqlite3_step(statement_.get());
    if (result == SQLITE_DONE) return false;
    if (result != SQLITE_ROW) fail("the query broke off");
    row.values.resize(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      row.values[i] = value(static_cast<int>(i), row);
    }
    return true;
  }
  const std::vector<std::string>* columns() const override { return &columns_; }
  bool can_rewind() const override { return true; }
  void rewind() override {
    sqlite3_reset(statement_.get());
    number_ = 0;
  }

 private:
  Value value(int column, Row& row) {
    sqlite3_stmt* const statement = statement_.get();
    switch (sqlite3_column_type(statement, column)) {
      case SQLITE_INTEGER:
        return std::int64_t{sqlite3_column_int64(statement, column)};
      case SQLITE_FLOAT:
        return sqlite3_column_double(statement, column);
      case SQLITE_NULL:
        return std::monostate{};
      default: {
        const void* const bytes = sqlite3_column_blob(statement, column);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
        std::string text(static_cast<const char*>(bytes), size);
        if (size > kMaxRowBytes) row.fault = fmt::format("longer than {} bytes", kMaxRowBytes);
        if (!is_utf8(text)) row.fault = "not UTF-8";
        if (text.empty()) return std::monostate{};
        return text;
      }
    }
  }

  [[noreturn]] void refuse(const std::string& why) const {
    throw Error(ErrorKind::kBadInput, why, file_);
  }
  [[noreturn]] void fail(std::string_view what) const {
    refuse(
        fmt::format("{}: {}", what, database_ ? sqlite3_errmsg(database_.get()) : "out of memory"));
  }

  std::string file_;
  std::unique_ptr<sqlite3, CloseDatabase> database_;
  std::unique_ptr<sqlite3_stmt, FinalizeStatement> statement_;
  std::vector<std::string> columns_;
  long number_ = 0;
};

}  // namespace

std::unique_ptr<RecordSource> read_sqlite(const std::string& file, const std::string& query) {
  return std::make_unique<SqliteSource>(file, query);
}

}  // namespace smsflow
