#include "store/layout.h"

#include <fmt/format.h>

namespace smsflow {

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
  layout.select =
      fmt::format("SELECT t.rowid, t.source, t.contact, c.phone, {}, {}, {}", named ? "t.id" : "''",
                  sided ? "t.side" : "0", sided ? "s.body" : "''");
  layout.insert = fmt::format("INSERT INTO {} (source, contact{}{}", names.table,
                              named ? ", id" : "", sided ? ", side" : "");
  std::string marks = named ? ", ?" : "";
  if (sided) marks += ", ?";
  for (const std::string_view column : columns) {
    layout.select.append(", t.").append(column);
    layout.insert.append(", ").append(column);
    marks += ", ?";
  }
  layout.select += fmt::format(" FROM {} t LEFT JOIN contact c ON c.id = t.contact", names.table);
  if (sided) layout.select += fmt::format(" LEFT JOIN {} s ON s.id = t.side", names.side);
  layout.select_one = fmt::format("{} WHERE t.{} = ?", layout.select, names.id);
  layout.insert += ") VALUES (?, ?" + marks + ")";
  return layout;
}

}  // namespace smsflow
