#include "record/columns.h"

namespace smsflow {

std::size_t position(const std::vector<std::string>& columns, std::string_view name) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i] == name) return i;
  }
  return kAbsent;
}

Columns find_columns(const RecordSpec& record, const std::vector<std::string>& names) {
  Columns columns;
  columns.key = position(names, record.key);
  columns.phone = position(names, record.phone);
  if (record.zone_is_field) columns.zone = position(names, record.zone);
  if (!record.consent.empty()) columns.consent = position(names, record.consent);
  if (!record.language.empty()) columns.language = position(names, record.language);
  if (!record.version.empty()) columns.version = position(names, record.version);
  if (!record.scope.empty()) columns.scope = position(names, record.scope);
  if (!record.deleted.empty()) columns.deleted = position(names, record.deleted);
  for (const FieldSpec& field : record.fields) {
    columns.fields.push_back(position(names, field.name));
  }
  return columns;
}

const Value& value_at(const Row& row, std::size_t column) {
  static const Value kNone;
  return column < row.values.size() ? row.values[column] : kNone;
}

}  // namespace smsflow
