#include "store/layout.h"

#include <fmt/format.h>

#include <algorithm>

namespace smsflow {

ColumnMask Layout::mask(const Columns& names) const {
  ColumnMask mask = 0;
  for (const std::string_view name : names) {
    const auto at = std::find(columns.begin(), columns.end(), name) - columns.begin();
    mask |= ColumnMask{1} << at;
  }
  return mask;
}

Layout make_layout(const TableNames& names, const Columns& columns, const Cells& blank) {
  const bool named = names.id == "id";
  const bool sided = !names.side.empty();
  Layout layout{.slot = names.slot,
                .table = names.table,
                .id = names.id,
                .side = names.side,
                .columns = columns,
                .zeros = zeros_of(blank),
                .select = {},
                .select_one = {},
                .insert = {}};
  Columns stored = {"source", "contact"};
  if (named) stored.insert(stored.begin(), "n");
  if (named) stored.emplace_back("id");
  if (sided) stored.emplace_back("side");
  stored.insert(stored.end(), columns.begin(), columns.end());
  // Without OR FAIL each statement would first copy the pages it changes, to take back a part of
  // itself; a transaction in which one fails is never committed.
  layout.insert = InsertSql("INSERT OR FAIL INTO", names.table, stored);
  layout.select =
      fmt::format("SELECT t.rowid, t.source, t.contact, c.phone, {}, {}, {}", named ? "t.id" : "''",
                  sided ? "t.side" : "0", sided ? "s.body" : "''");
  for (const std::string_view column : columns) layout.select.append(", t.").append(column);
  layout.select += fmt::format(" FROM {} t LEFT JOIN contact c ON c.id = t.contact", names.table);
  if (sided) layout.select += fmt::format(" LEFT JOIN {} s ON s.id = t.side", names.side);
  layout.select_one = fmt::format("{} WHERE t.{} = ?", layout.select, names.id);
  return layout;
}

}  // namespace smsflow
