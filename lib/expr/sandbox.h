// A SQLite handle of its own in memory that cannot do anything but compute: no tables, files,
// pragmas, extensions or clock, a list of functions, a budget of steps per evaluation.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace smsflow {

struct StatementDeleter {
  void operator()(sqlite3_stmt* statement) const;
};
using StatementPtr = std::unique_ptr<sqlite3_stmt, StatementDeleter>;

struct SqlFault {
  int offset = -1;  // byte in the statement, or -1
  std::string message;
};

class Sandbox {
 public:
  // The largest text or blob, bound or computed, in bytes.
  static constexpr int kLongestValue = 1 << 17;

  Sandbox();  // throws Error when SQLite cannot open a handle
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  // Prepares "SELECT EXPRESSION FROM record" for a table with these columns (at least one) and
  // notes which of them it reads. False, with the fault, when SQLite refuses it.
  bool check(const std::string& select, const std::vector<std::string>& columns, SqlFault& fault);
  const std::set<std::string>& reads() const { return reads_; }

  // A statement over no table at all, with exactly this many parameters; null with the fault.
  StatementPtr prepare(const std::string& select, int parameters, SqlFault& fault);

  // To be called before each evaluation: sets `now` for hours_until and renews the budget.
  void begin(std::int64_t now_ms) {
    now_ms_ = now_ms;
    ticks_ = 0;
  }
  std::int64_t now_ms() const { return now_ms_; }

 private:
  struct Callbacks;

  StatementPtr compile(const std::string& select, SqlFault& fault);
  bool execute(const std::string& sql, SqlFault& fault);
  bool may_read(const std::string& table, const std::string& column);

  sqlite3* handle_ = nullptr;
  std::int64_t now_ms_ = 0;
  int ticks_ = 0;
  bool sealed_ = false;  // the authorizer lets only selects through
  int selects_ = 0;      // seen by the authorizer in this statement
  std::vector<std::string> columns_;
  std::set<std::string> reads_;
};

// "first name" with its double quotes; one inside is doubled.
std::string quoted_name(std::string_view name);

}  // namespace smsflow
