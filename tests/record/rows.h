// Rows of a source as one text, for tables: "1: a|b" or "2! why".
#pragma once

#include <sstream>
#include <string>

#include "record/source.h"

inline std::string all_rows(smsflow::RecordSource& source) {
  std::string out;
  smsflow::Row row;
  while (source.next(row)) {
    out += (out.empty() ? "" : "\n") + std::to_string(row.line);
    if (!row.fault.empty()) {
      out += "! " + row.fault;
      continue;
    }
    out += ":";
    for (const smsflow::Value& value : row.values) {
      const bool none = std::holds_alternative<std::monostate>(value);
      out += (&value == row.values.data() ? " " : "|") + (none ? "-" : smsflow::to_text(value));
    }
  }
  return out;
}
