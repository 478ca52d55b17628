// Makes a Layout: the SQL of a projection table from its columns.
#pragma once

#include "store/rows.h"

namespace smsflow {

struct TableNames {
  std::size_t slot = 0;
  std::string_view table;
  std::string_view id;    // "contact" for the one table that is named by its contact
  std::string_view side;  // "" for none
};

Layout make_layout(const TableNames& names, const Columns& columns, const Cells& blank);

}  // namespace smsflow
