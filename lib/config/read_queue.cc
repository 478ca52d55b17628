#include "config/read.h"
#include "text/template.h"
#include "time/zone.h"

namespace smsflow {
namespace {

using toml_file::Node;
using toml_file::TableReader;

void read_hours(TableReader& reader, BusinessHours& hours) {
  const Node* week = reader.text("hours");
  const Node* zone = reader.text("zone");
  hours.holidays = reader.texts("holidays");
  if (week != nullptr) {
    ParsedHours parsed = parse_week(*week->text());
    if (!parsed.fault.empty()) {
      reader.fault_at(*week, "bad-hours", parsed.fault,
                      "write them like \"mon-fri 08:00-18:00, sat 09:00-12:00\"");
    }
    hours.week = std::move(parsed.week);
    hours.always = false;
    if (reader.any("zone") == nullptr) reader.missing("zone");
  }
  if (zone != nullptr) {
    if (const std::optional<Zone> found = Zone::find(*zone->text())) {
      hours.zone = *found;
    } else {
      reader.fault_at(*zone, "unknown-zone", "\"" + *zone->text() + "\" is not a time zone",
                      "write a name of the tz database like \"America/Chicago\"");
    }
  }
  const Node* holidays = reader.any("holidays");
  if (holidays == nullptr || holidays->array() == nullptr) return;
  for (const Node& day : *holidays->array()) {
    const std::string* text = day.text();
    if (text == nullptr || (text->size() == 10 && parse_local(*text, Zone::utc()))) continue;
    reader.fault_at(day, "bad-hours", "\"" + *text + "\" is not a date",
                    "write a local date like \"2026-12-25\"");
  }
}

std::string read_text(TableReader& reader, std::string_view key) {
  const Node* node = reader.text(key);
  if (node == nullptr) return {};
  for (const TemplateFault& fault : parse_template(*node->text()).faults) {
    reader.faults().push_back({Severity::kError,
                               toml_file::inside(*node, fault.offset),
                               fault.message,
                               {},
                               1,
                               "template"});
  }
  return *node->text();
}

}  // namespace

void read_queue(TableReader& reader, QueueConfig& queue) {
  queue.place = reader.place();
  read_hours(reader, queue.hours);
  queue.first_response = duration_at(reader, "first_response");
  queue.resolution = duration_at(reader, "resolution");
  queue.clock = choice_at(reader, "clock", {"business", "24x7"});
  queue.priority = reader.text_or("priority", "");
  queue.holding = read_text(reader, "holding");
  queue.after_hours = read_text(reader, "after_hours");
  queue.hook = reader.text_or("hook", "");
}

}  // namespace smsflow
