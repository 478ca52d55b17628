// Reading a log without writing to it: for reports, exports and replays.
//
//   LogReader log("log.db");
//   log.query("SELECT workflow, count(*) FROM v_reply WHERE at >= ? GROUP BY workflow", {since_ms},
//             [&](const LogRow& row) { use(row.text(0), row.integer(1)); });
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "store/store.h"

namespace smsflow {

class Database;
class Query;

// monostate: NULL.
using LogValue = std::variant<std::monostate, std::int64_t, double, std::string>;

// Columns count from 0. Texts live until the callback returns.
class LogRow {
 public:
  explicit LogRow(const Query& query) : query_(query) {}

  int size() const;
  std::string_view name(int column) const;
  bool is_null(int column) const;
  std::int64_t integer(int column) const;   // 0 for NULL
  double real(int column) const;            // 0 for NULL
  std::string_view text(int column) const;  // "" for NULL
  LogValue value(int column) const;

 private:
  const Query& query_;
};

// One snapshot: what others commit later is not seen. It keeps the write-ahead log from being
// emptied, so do not hold it for hours.
class LogReader {
 public:
  // Throws Error{kOutside} when the file cannot be opened, Error{kBadInput} when there is none, or
  // it is no log or of a later version.
  explicit LogReader(const std::string& path);
  ~LogReader();

  // Runs one SELECT with its values in place of ?, in order. Throws Error{kBadInput} for what is no
  // SQL, or would write. The columns' names come with the rows.
  void query(std::string_view sql, const std::vector<LogValue>& values,
             const std::function<void(const LogRow&)>& use);
  // The names alone, also when there are no rows.
  std::vector<std::string> columns(std::string_view sql);

  // Names the log: copies of it share the name.
  const std::string& log_id() const { return log_id_; }

 private:
  std::unique_ptr<Database> database_;
  std::string log_id_;
};

}  // namespace smsflow
