#include "expr/condition.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "expr/fault.h"
#include "expr/sandbox.h"
#include "expr/shape.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

constexpr std::string_view kNow = "now";
constexpr std::string_view kPrefix = "SELECT (";

class SqlCondition final : public Condition {
 public:
  SqlCondition(std::unique_ptr<Sandbox> sandbox, StatementPtr statement, std::size_t fields,
               std::vector<std::size_t> reads, bool reads_now)
      : sandbox_(std::move(sandbox)),
        statement_(std::move(statement)),
        parameters_(fields, 0),
        too_long_(reads.size() + 1, false),
        reads_(std::move(reads)) {
    int parameter = 0;
    for (const std::size_t field : reads_) parameters_[field] = ++parameter;
    if (reads_now) now_parameter_ = ++parameter;
  }

  void bind_null(std::size_t field) override {
    if (const int parameter = parameters_.at(field)) {
      note(parameter, sqlite3_bind_null(statement_.get(), parameter));
    }
  }

  void bind(std::size_t field, std::string_view text) override {
    const int parameter = parameters_.at(field);
    if (parameter == 0) return;
    // A null pointer would be NULL, but an empty text is one.
    const char* const data = text.data() == nullptr ? "" : text.data();
    note(parameter, sqlite3_bind_text64(statement_.get(), parameter, data, text.size(),
                                        SQLITE_STATIC, SQLITE_UTF8));
  }

  void bind(std::size_t field, std::int64_t number) override {
    if (const int parameter = parameters_.at(field)) {
      note(parameter, sqlite3_bind_int64(statement_.get(), parameter, number));
    }
  }

  void bind(std::size_t field, double number) override {
    if (const int parameter = parameters_.at(field)) {
      note(parameter, sqlite3_bind_double(statement_.get(), parameter, number));
    }
  }

  Truth evaluate(Instant now) override {
    if (too_long_count_ > 0) return Truth::kUnknown;
    sandbox_->begin(to_ms(now));
    sqlite3_stmt* const statement = statement_.get();
    if (now_parameter_ > 0) sqlite3_bind_int64(statement, now_parameter_, to_ms(now));
    Truth truth = Truth::kUnknown;
    if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_type(statement, 0) != SQLITE_NULL) {
      truth = sqlite3_column_double(statement, 0) != 0 ? Truth::kTrue : Truth::kFalse;
    }
    sqlite3_reset(statement);
    return truth;
  }

  const std::vector<std::size_t>& reads() const override { return reads_; }

 private:
  // SQLite refuses a text over the sandbox's limit and would go on with the value before it.
  void note(int parameter, int result) {
    const auto slot = static_cast<std::size_t>(parameter - 1);
    const bool too_long = result != SQLITE_OK;
    if (too_long == too_long_[slot]) return;
    too_long_[slot] = too_long;
    too_long_count_ += too_long ? 1 : -1;
  }

  // Declared before the statement, which must be gone when the handle closes.
  std::unique_ptr<Sandbox> sandbox_;
  StatementPtr statement_;
  std::vector<int> parameters_;  // by field; 0 for one that is not read
  int now_parameter_ = 0;
  std::vector<bool> too_long_;  // by parameter
  int too_long_count_ = 0;
  std::vector<std::size_t> reads_;
};

bool same_name(std::string_view left, std::string_view right) {
  return sqlite3_strnicmp(left.data(), right.data(), static_cast<int>(left.size())) == 0 &&
         left.size() == right.size();
}

// What makes a list of fields unusable, or "". SQL tells names apart regardless of case.
std::string field_fault(const std::vector<std::string>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string& field = fields[i];
    if (field.empty()) return "a field without a name";
    if (field.find('\0') != std::string::npos || !is_utf8(field)) {
      return "a field's name is not a text";
    }
    if (same_name(field, kNow)) return "a field cannot be named now";
    for (std::size_t j = 0; j < i; ++j) {
      if (same_name(field, fields[j])) {
        return fmt::format("fields {} and {} are the same name", fields[j], field);
      }
    }
  }
  return {};
}

// The record as parameters: only what is read, so that nothing else needs binding.
std::string select_from_parameters(const std::string& select,
                                   const std::vector<std::string>& columns) {
  std::string sql = select + " FROM (SELECT ";
  if (columns.empty()) sql += "NULL";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    sql += fmt::format("{}?{} AS {}", i == 0 ? "" : ", ", i + 1, quoted_name(columns[i]));
  }
  return sql + ") AS record";
}

}  // namespace

std::unique_ptr<Condition> Condition::compile(std::string_view expression,
                                              const std::vector<std::string>& fields,
                                              ConditionFault& fault) {
  fault = {};
  if (std::optional<ConditionFault> shape = shape_fault(expression)) {
    fault = *std::move(shape);
    return nullptr;
  }
  if (std::string message = field_fault(fields); !message.empty()) {
    fault.message = std::move(message);
    return nullptr;
  }
  std::vector<std::string> names = fields;
  names.emplace_back(kNow);
  const std::string select = fmt::format("{}{}\n)", kPrefix, expression);
  const auto refuse = [&](SqlFault sql) {
    if (sql.offset >= 0) sql.offset -= static_cast<int>(kPrefix.size());
    fault = explain(sql, expression, names);
    return nullptr;
  };

  auto sandbox = std::make_unique<Sandbox>();
  SqlFault sql;
  if (!sandbox->check(select, names, sql)) return refuse(sql);

  std::vector<std::size_t> reads;
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!sandbox->reads().contains(names[i])) continue;
    columns.push_back(names[i]);
    if (i < fields.size()) reads.push_back(i);
  }
  StatementPtr statement = sandbox->prepare(select_from_parameters(select, columns),
                                            static_cast<int>(columns.size()), sql);
  if (!statement) return refuse(sql);
  const bool reads_now = columns.size() > reads.size();
  return std::make_unique<SqlCondition>(std::move(sandbox), std::move(statement), fields.size(),
                                        std::move(reads), reads_now);
}

}  // namespace smsflow
