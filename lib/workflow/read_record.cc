#include <fmt/format.h>

#include <algorithm>

#include "text/nearest.h"
#include "text/normalise.h"
#include "time/zone.h"
#include "workflow/moment.h"
#include "workflow/read.h"

namespace smsflow {
namespace {

using toml_file::Entry;
using toml_file::Node;
using toml_file::TableReader;

const std::vector<std::string>& field_types() {
  static const std::vector<std::string> kTypes = {"text",  "time",  "number",  "flag",
                                                  "text?", "time?", "number?", "flag?"};
  return kTypes;
}

// What a condition and a template can name.
bool is_field_name(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && letter(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

void read_field(TableReader& reader, const Entry& entry, RecordSpec& record) {
  FieldSpec field{entry.key, FieldType::kText, true, entry.key_place};
  const auto refuse = [&](std::string message, std::string hint) {
    reader.faults().push_back({Severity::kError, entry.key_place, std::move(message),
                               std::move(hint), entry.key.size(), "bad-field"});
  };
  if (!is_field_name(entry.key)) {
    refuse(fmt::format("\"{}\" cannot name a field", entry.key),
           "a field is a column named by letters, digits and \"_\": rename it in the export's "
           "first line");
  } else if (entry.key == "now" || entry.key == "brand") {
    refuse(fmt::format("\"{}\" is always there and cannot be a field", entry.key), "");
  }
  const std::string* type = entry.node->text();
  const auto found = type == nullptr ? field_types().end()
                                     : std::find(field_types().begin(), field_types().end(), *type);
  if (found == field_types().end()) {
    const std::string near = type == nullptr ? "" : nearest(*type, field_types());
    reader.fault_at(*entry.node, "bad-field",
                    fmt::format("\"{}\" must be \"text\", \"time\", \"number\" or \"flag\"",
                                reader.path_of("fields." + entry.key)),
                    near.empty() ? "a \"?\" after it allows an empty one"
                                 : fmt::format("did you mean \"{}\"?", near));
  } else {
    const auto index = static_cast<std::size_t>(found - field_types().begin());
    field.type = static_cast<FieldType>(index % 4);
    field.required = index < 4;
  }
  record.fields.push_back(std::move(field));
}

// What a row that is missing from a ledger of open items is taken to say.
void read_gone(TableReader& reader, RecordSpec& record) {
  const Node* gone = reader.table("gone");
  if (gone == nullptr) return;
  for (const Entry& entry : gone->table()->entries) {
    GoneField field{entry.key, {}, entry.key_place};
    if (const std::string* text = entry.node->text()) field.value = *text;
    if (const auto* whole = std::get_if<std::int64_t>(&entry.node->value)) field.value = *whole;
    if (const auto* real = std::get_if<double>(&entry.node->value)) field.value = *real;
    if (const auto* flag = std::get_if<bool>(&entry.node->value)) field.value = *flag;
    if (std::holds_alternative<std::monostate>(field.value)) {
      reader.fault_at(*entry.node, "wrong-kind",
                      fmt::format("\"{}\" must be a text, a number, true or false",
                                  reader.path_of("gone." + entry.key)));
    }
    record.gone.push_back(std::move(field));
  }
}

// What a missing row means, and how old a look may be.
void read_export(TableReader& reader, RecordSpec& record) {
  record.scope = reader.text_or("scope", "");
  record.deleted = reader.text_or("deleted", "");
  read_gone(reader, record);
  // Only who is known to list everything can tell by leaving out.
  const bool is_written = reader.any("export") != nullptr;
  constexpr ExportKind kKinds[] = {ExportKind::kSnapshot, ExportKind::kComplete,
                                   ExportKind::kChanges};
  record.export_kind = kKinds[read_choice(reader, "export", {"snapshot", "complete", "changes"})];
  if (!is_written && !record.gone.empty()) record.export_kind = ExportKind::kComplete;
  if (reader.any("fresh") == nullptr) return;
  const Duration fresh = read_duration(reader, "fresh");
  if (fresh > Duration::zero()) record.fresh = fresh;
}

// A zone is a column when it is declared as one or cannot be a zone's name.
void read_zone(TableReader& reader, RecordSpec& record) {
  const Node* node = reader.text("zone");
  if (node == nullptr) return;
  record.zone = *node->text();
  record.zone_is_field = record.find(record.zone) != nullptr || !Zone::find(record.zone);
  if (record.zone.empty() || (record.zone_is_field && record.find(record.zone) == nullptr &&
                              !is_field_name(record.zone))) {
    reader.fault_at(*node, "unknown-zone",
                    fmt::format("\"{}\" is neither a time zone nor a column", record.zone),
                    "write a name of the tz database like \"America/Chicago\", or the column that "
                    "holds one");
  }
}

std::optional<Moment> read_moment(TableReader& reader, std::string_view key) {
  const Node* node = reader.text(key);
  if (node == nullptr) return std::nullopt;
  std::string fault;
  std::optional<Moment> moment = parse_moment(*node->text(), fault);
  if (moment) {
    moment->place = node->place;
  } else {
    reader.fault_at(*node, "bad-moment", fault, "write it like \"starts_at - 24h\"");
  }
  return moment;
}

// [[trigger.stages]]
void read_stages(TableReader& trigger_reader, Trigger& trigger) {
  const Node* stages = trigger_reader.array("stages");
  if (stages == nullptr) return;
  for (const Node& node : *stages->array()) {
    if (node.table() == nullptr) {
      trigger_reader.fault_at(node, "wrong-kind", "a stage must be a table",
                              "write it as [[trigger.stages]]");
      continue;
    }
    TableReader reader(*node.table(), node.place, "trigger.stages", trigger_reader.faults());
    RecordStage stage;
    stage.place = node.place;
    if (const Node* when = reader.text("when")) {
      stage.when = *when->text();
      stage.when_place = when->place;
    }
    if (stage.when.empty()) stage.when = reader.required_text("when");
    stage.start = reader.required_text("start");
    stage.begins = reader.flag_or("begins", true);
    stage.at = read_moment(reader, "at");
    stage.expires = read_moment(reader, "expires");
    reader.finish();
    trigger.stages.push_back(std::move(stage));
  }
}

}  // namespace

void read_record(TableReader& reader, RecordSpec& record) {
  record.place = reader.place();
  record.source = reader.text_or("source", "");
  record.key = reader.required_text("key");
  record.phone = reader.required_text("phone");
  record.consent = reader.text_or("consent", "");
  record.language = reader.text_or("language", "");
  record.version = reader.text_or("version", "");
  read_export(reader, record);
  if (const Node* fields = reader.table("fields")) {
    for (const Entry& entry : fields->table()->entries) read_field(reader, entry, record);
  }
  if (record.fields.size() > kMaxFields) {
    reader.fault_at_key("fields", "too-many", fmt::format("more than {} fields", kMaxFields));
  }
  read_zone(reader, record);
}

void read_trigger(TableReader& reader, Trigger& trigger) {
  trigger.place = reader.place();
  if (const Node* when = reader.text("when")) {
    trigger.when = *when->text();
    trigger.when_place = when->place;
  }
  trigger.at = read_moment(reader, "at");
  trigger.expires = read_moment(reader, "expires");
  trigger.respond_by = read_moment(reader, "respond_by");
  constexpr LatePolicy kPolicies[] = {LatePolicy::kSend, LatePolicy::kSkip, LatePolicy::kShift};
  trigger.late = kPolicies[read_choice(reader, "late", {"send", "skip", "shift"})];
  read_stages(reader, trigger);
  trigger.start =
      trigger.stages.empty() ? reader.required_text("start") : reader.text_or("start", "");
  trigger.keywords = reader.texts("keywords");
  for (const std::string& each : trigger.keywords) {
    trigger.normal_keywords.push_back(normalise(each));
  }
  trigger.catch_all = reader.flag_or("catch_all", false);
}

void read_hours(TableReader& reader, const RecordSpec& record, BusinessHours& hours) {
  if (const Node* week = reader.text("week")) {
    ParsedHours parsed = parse_week(*week->text());
    if (!parsed.fault.empty()) {
      reader.fault_at(*week, "bad-hours", parsed.fault,
                      "write them like \"mon-fri 08:00-18:00, sat 09:00-12:00\"");
    }
    hours.week = std::move(parsed.week);
    hours.always = false;
  } else if (reader.any("week") == nullptr) {
    reader.missing("week");
  }
  const bool fixed = !record.zone.empty() && !record.zone_is_field;
  const std::string zone_name =
      fixed ? reader.text_or("zone", record.zone) : reader.required_text("zone");
  if (const std::optional<Zone> zone = Zone::find(zone_name)) {
    hours.zone = *zone;
  } else if (const Node* node = reader.any("zone"); node != nullptr && !zone_name.empty()) {
    reader.fault_at(*node, "unknown-zone", fmt::format("\"{}\" is not a time zone", zone_name),
                    "write a name of the tz database like \"America/Chicago\"");
  }
  hours.holidays = reader.texts("holidays");
  const Node* holidays = reader.any("holidays");
  if (holidays == nullptr || holidays->array() == nullptr) return;
  for (const Node& day : *holidays->array()) {
    const std::string* text = day.text();
    if (text == nullptr || (text->size() == 10 && parse_local(*text, Zone::utc()))) continue;
    reader.fault_at(day, "bad-hours", fmt::format("\"{}\" is not a date", *text),
                    "write a local date like \"2026-12-25\"");
  }
}

}  // namespace smsflow
