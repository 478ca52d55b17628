#include "expr/sandbox.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <utility>

#include "expr/condition.h"
#include "text/error.h"

namespace smsflow {
namespace {

constexpr int kStepsPerTick = 1000;
constexpr int kTicksPerEvaluation = 20;
// Ours: one over the record and one that makes the record of parameters.
constexpr int kMostSelects = 2;

constexpr std::array kLimits{std::pair{SQLITE_LIMIT_LENGTH, Sandbox::kLongestValue},
                             std::pair{SQLITE_LIMIT_EXPR_DEPTH, 200},
                             std::pair{SQLITE_LIMIT_COMPOUND_SELECT, 1},
                             std::pair{SQLITE_LIMIT_VDBE_OP, 25'000},
                             std::pair{SQLITE_LIMIT_FUNCTION_ARG, 32},
                             std::pair{SQLITE_LIMIT_ATTACHED, 0},
                             std::pair{SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256},
                             std::pair{SQLITE_LIMIT_TRIGGER_DEPTH, 1},
                             std::pair{SQLITE_LIMIT_WORKER_THREADS, 0}};

constexpr double kHourMs = 3'600'000.0;
constexpr double kDayMs = 24 * kHourMs;

void result_until(sqlite3_context* context, sqlite3_value* moment, double unit_ms) {
  const int type = sqlite3_value_type(moment);
  if (type != SQLITE_INTEGER && type != SQLITE_FLOAT) return;
  const auto& sandbox = *static_cast<const Sandbox*>(sqlite3_user_data(context));
  const double now_ms = static_cast<double>(sandbox.now_ms());
  sqlite3_result_double(context, (sqlite3_value_double(moment) - now_ms) / unit_ms);
}

void hours_until(sqlite3_context* context, int, sqlite3_value** arguments) {
  result_until(context, arguments[0], kHourMs);
}

void days_until(sqlite3_context* context, int, sqlite3_value** arguments) {
  result_until(context, arguments[0], kDayMs);
}

}  // namespace

struct Sandbox::Callbacks {
  static int authorize(void* self, int action, const char* first, const char* second, const char*,
                       const char*) {
    auto& sandbox = *static_cast<Sandbox*>(self);
    if (!sandbox.sealed_) return SQLITE_OK;
    switch (action) {
      case SQLITE_SELECT:
        return ++sandbox.selects_ <= kMostSelects ? SQLITE_OK : SQLITE_DENY;
      case SQLITE_READ:
        return sandbox.may_read(first ? first : "", second ? second : "") ? SQLITE_OK : SQLITE_DENY;
      case SQLITE_FUNCTION: {
        const std::vector<std::string>& known = condition_functions();
        return std::binary_search(known.begin(), known.end(), second ? second : "") ? SQLITE_OK
                                                                                    : SQLITE_DENY;
      }
      default:
        return SQLITE_DENY;
    }
  }

  static int tick(void* self) {
    return ++static_cast<Sandbox*>(self)->ticks_ > kTicksPerEvaluation;
  }
};

void StatementDeleter::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Sandbox::Sandbox() {
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(":memory:", &handle_, flags, nullptr) != SQLITE_OK) {
    sqlite3_close(handle_);
    throw Error(ErrorKind::kOutside, "cannot open a handle for conditions");
  }
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  for (const auto& [limit, value] : kLimits) sqlite3_limit(handle_, limit, value);
  const int kind = SQLITE_UTF8 | SQLITE_DIRECTONLY;
  sqlite3_create_function_v2(handle_, "hours_until", 1, kind, this, hours_until, nullptr, nullptr,
                             nullptr);
  sqlite3_create_function_v2(handle_, "days_until", 1, kind, this, days_until, nullptr, nullptr,
                             nullptr);
  sqlite3_set_authorizer(handle_, Callbacks::authorize, this);
  // SQLite counts steps over all runs of a statement, so one tick may come early in any run: the
  // budget is in ticks of the run at hand.
  sqlite3_progress_handler(handle_, kStepsPerTick, Callbacks::tick, this);
}

Sandbox::~Sandbox() {
  sqlite3_close_v2(handle_);
}

bool Sandbox::may_read(const std::string& table, const std::string& column) {
  if (table != "record") return false;
  // A statement that reads the table but none of its columns asks for "".
  if (column.empty()) return true;
  if (std::find(columns_.begin(), columns_.end(), column) == columns_.end()) return false;
  reads_.insert(column);
  return true;
}

bool Sandbox::execute(const std::string& sql, SqlFault& fault) {
  sealed_ = false;
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return true;
  fault = {-1, sqlite3_errmsg(handle_)};
  return false;
}

bool Sandbox::check(const std::string& select, const std::vector<std::string>& columns,
                    SqlFault& fault) {
  columns_ = columns;
  reads_.clear();
  std::string names;
  for (const std::string& column : columns) {
    names += (names.empty() ? "" : ",") + quoted_name(column);
  }
  // Without rowid, so that "rowid" and its aliases are no columns.
  const std::string create = "CREATE TABLE record(" + names + ",PRIMARY KEY(" +
                             quoted_name(columns.front()) + ")) WITHOUT ROWID";
  if (!execute(create, fault)) return false;
  const bool good = compile(select + " FROM record", fault) != nullptr;
  SqlFault ignored;
  execute("DROP TABLE record", ignored);
  return good;
}

StatementPtr Sandbox::prepare(const std::string& select, int parameters, SqlFault& fault) {
  StatementPtr statement = compile(select, fault);
  if (statement && sqlite3_bind_parameter_count(statement.get()) != parameters) {
    fault = {-1, "unexpected parameter"};
    return nullptr;
  }
  return statement;
}

StatementPtr Sandbox::compile(const std::string& select, SqlFault& fault) {
  sealed_ = true;
  selects_ = 0;
  ticks_ = 0;
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  const int result = sqlite3_prepare_v3(handle_, select.c_str(), static_cast<int>(select.size()),
                                        SQLITE_PREPARE_PERSISTENT, &raw, &tail);
  StatementPtr statement(raw);
  if (result != SQLITE_OK) {
    fault = {sqlite3_error_offset(handle_), sqlite3_errmsg(handle_)};
    return nullptr;
  }
  if (!statement || sqlite3_column_count(raw) != 1 || tail != select.c_str() + select.size()) {
    fault = {-1, "one expression only"};
    return nullptr;
  }
  return statement;
}

std::string quoted_name(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    text += c;
    if (c == '"') text += c;
  }
  return text + '"';
}

const std::vector<std::string>& condition_functions() {
  static const std::vector<std::string> names{
      "abs",    "coalesce", "days_until", "glob",      "hours_until", "ifnull", "iif",    "instr",
      "length", "like",     "lower",      "ltrim",     "max",         "min",    "nullif", "replace",
      "round",  "rtrim",    "substr",     "substring", "trim",        "upper"};
  return names;
}

}  // namespace smsflow
