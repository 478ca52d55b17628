// The columns of a source that a workflow reads, by position.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "message/record.h"
#include "record/source.h"
#include "workflow/workflow.h"

namespace smsflow {

inline constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);

struct Columns {
  std::size_t key = kAbsent;
  std::size_t phone = kAbsent;
  std::size_t zone = kAbsent;
  std::size_t consent = kAbsent;
  std::size_t language = kAbsent;
  std::size_t version = kAbsent;
  std::size_t scope = kAbsent;
  std::size_t deleted = kAbsent;
  std::vector<std::size_t> fields;
};

// kAbsent where there is none.
std::size_t position(const std::vector<std::string>& columns, std::string_view name);
Columns find_columns(const RecordSpec& record, const std::vector<std::string>& names);

// No value where there is no such column.
const Value& value_at(const Row& row, std::size_t column);

}  // namespace smsflow
