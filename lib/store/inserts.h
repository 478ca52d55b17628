// Rows that wait to be inserted, and the statements for it: many rows in one, since a statement
// costs as much as a row.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "store/cells.h"
#include "store/sqlite.h"

namespace smsflow {

// "INSERT INTO t (a, b) VALUES (?, ?), (?, ?)" for one row, two, four, ...
class InsertSql {
 public:
  InsertSql() = default;
  // `verb` up to the table's name.
  InsertSql(std::string_view verb, std::string_view table, const Columns& columns);

  // Inserts `count` rows: bind(query, at, i) binds the values of row i from position `at` on and
  // gives the position behind them.
  template <typename Bind>
  void run(Database& database, std::size_t count, Bind&& bind) const {
    for (std::size_t done = 0; done < count;) {
      std::size_t step = 0;
      while (step + 1 < sql_.size() && done + (std::size_t{2} << step) <= count) ++step;
      Query query = database.query(sql_[step]);
      int at = 1;
      for (const std::size_t end = done + (std::size_t{1} << step); done < end; ++done) {
        at = bind(query, at, done);
      }
      query.step();
    }
  }

 private:
  std::array<std::string, 6> sql_;  // of 1, 2, 4, ... rows
};

class Inserts {
 public:
  Inserts(std::string_view verb, std::string_view table, const Columns& columns)
      : sql_(verb, table, columns) {}

  // In the order of the columns.
  void add(Cells row) { rows_.push_back(std::move(row)); }
  std::vector<Cells>& rows() { return rows_; }
  void write(Database& database);

 private:
  InsertSql sql_;
  std::vector<Cells> rows_;
};

// A cell as it comes out of a query, and goes into one.
Cell cell_at(const Query& query, int column);
void bind_cell(Query& query, int at, const Cell& cell);

}  // namespace smsflow
