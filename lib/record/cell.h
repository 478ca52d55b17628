// One value of a row, read as the type a workflow declares for it. Internal to lib/record.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "message/record.h"
#include "time/zone.h"
#include "workflow/workflow.h"

namespace smsflow {

// The value's text without the blanks around it; empty when there is none.
std::string cell_text(const Value& value);

// yes true 1 y si / no false 0 n, in any case and with or without accents; nothing for other words.
std::optional<bool> yes_or_no(const Value& value);

// Of a column that says whether its row was deleted, or when: yes, or any time; no, or empty;
// nothing for what is neither.
std::optional<bool> says_deleted(const Value& value);

struct CellFault {
  std::string_view reason;  // of RowFault; empty: none
  std::string detail;
};

// `value` is replaced by the typed one, monostate when it is empty. `zone` is needed for times
// without an offset. A text with a zero byte is refused: no carrier takes one.
CellFault read_cell(Value& value, FieldType type, const std::optional<Zone>& zone);

}  // namespace smsflow
