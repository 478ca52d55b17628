#include "store/inserts.h"

#include <fmt/format.h>

namespace smsflow {

InsertSql::InsertSql(std::string_view verb, std::string_view table, const Columns& columns) {
  std::string row = "(?";
  for (std::size_t i = 1; i < columns.size(); ++i) row += ", ?";
  row += ')';
  const std::string head = fmt::format("{} {} ({}) VALUES ", verb, table, fmt::join(columns, ", "));
  std::string rows = row;
  for (std::string& sql : sql_) {
    sql = head + rows;
    rows += ", " + rows;
  }
}

void Inserts::write(Database& database) {
  if (rows_.empty()) return;
  sql_.run(database, rows_.size(), [this](Query& query, int at, std::size_t i) {
    for (const Cell& cell : rows_[i]) bind_cell(query, at++, cell);
    return at;
  });
  rows_.clear();
}

Cell cell_at(const Query& query, int column) {
  if (query.is_null(column)) return {};
  if (query.is_integer(column)) return query.integer(column);
  if (query.is_real(column)) return query.real(column);
  if (query.is_blob(column)) return Bytes{std::string(query.blob(column))};
  return std::string(query.text(column));
}

void bind_cell(Query& query, int at, const Cell& cell) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    query.bind(at, *integer);
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    query.bind(at, std::string_view(*text));
  } else if (const auto* real = std::get_if<double>(&cell)) {
    query.bind(at, *real);
  } else if (const auto* bytes = std::get_if<Bytes>(&cell)) {
    query.bind(at, Blob{bytes->bytes});
  } else {
    query.bind(at, nullptr);
  }
}

}  // namespace smsflow
