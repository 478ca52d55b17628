// What a missing row means: [record] export, gone, scope and fresh against each other.
#include <fmt/format.h>

#include "workflow/check.h"

namespace smsflow {
namespace {

bool fits(const Value& value, FieldType type) {
  const bool is_text = std::holds_alternative<std::string>(value);
  switch (type) {
    case FieldType::kText:
    case FieldType::kTime:
      return is_text;
    case FieldType::kNumber:
      return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
    case FieldType::kFlag:
      return std::holds_alternative<bool>(value);
  }
  return false;
}

std::string_view example(FieldType type) {
  switch (type) {
    case FieldType::kText:
      return "a text is written in quotes";
    case FieldType::kTime:
      return "a time is written in quotes, like \"2026-12-25T10:00\"";
    case FieldType::kNumber:
      return "a number is written without quotes";
    case FieldType::kFlag:
      return "write true or false";
  }
  return "";
}

void check_gone(const Checked& checked, const GoneField& gone) {
  const RecordSpec& record = checked.workflow.record;
  const std::string path = "record.gone." + gone.name;
  const FieldSpec* field = record.find(gone.name);
  if (field == nullptr) {
    std::vector<std::string> names;
    for (const FieldSpec& candidate : record.fields) names.push_back(candidate.name);
    return checked.error("no-field", checked.keys.key(path),
                         fmt::format("no field \"{}\" in the record", gone.name),
                         did_you_mean(gone.name, names));
  }
  if (std::holds_alternative<std::monostate>(gone.value) || fits(gone.value, field->type)) return;
  checked.error("wrong-kind", checked.keys.value(path),
                fmt::format("\"{}\" is declared as another type", gone.name),
                std::string(example(field->type)));
}

}  // namespace

void check_export(const Checked& checked) {
  const RecordSpec& record = checked.workflow.record;
  for (const GoneField& gone : record.gone) check_gone(checked, gone);
  if (!record.gone.empty() && record.export_kind != ExportKind::kComplete) {
    checked.error(
        "gone-without-complete", checked.keys.key("record.gone"),
        fmt::format("no row is taken for gone from a \"{}\" export", name(record.export_kind)),
        "write export = \"complete\" if it lists every open row, or leave \"gone\" out");
  }
}

}  // namespace smsflow
