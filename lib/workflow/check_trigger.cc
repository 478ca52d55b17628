#include <fmt/format.h>

#include "workflow/check.h"

namespace smsflow {
namespace {

void check_moment_field(const Checked& checked, const std::optional<Moment>& moment,
                        const Mark& mark) {
  if (!moment) return;
  const RecordSpec& record = checked.workflow.record;
  const FieldSpec* field = record.find(moment->field);
  if (field != nullptr && field->type == FieldType::kTime) return;
  if (field != nullptr) {
    return checked.error(
        "not-a-time", mark, fmt::format("\"{}\" is not a time", moment->field),
        fmt::format("declare it as {} = \"time\" in [record] fields", moment->field));
  }
  std::vector<std::string> times;
  for (const FieldSpec& candidate : record.fields) {
    if (candidate.type == FieldType::kTime) times.push_back(candidate.name);
  }
  checked.error("no-field", mark, fmt::format("no field \"{}\" in the record", moment->field),
                did_you_mean(moment->field, times));
}

// `later` must come after `earlier` wherever both count from the same field.
void check_order(const Checked& checked, const std::optional<Moment>& earlier,
                 const std::optional<Moment>& later, std::string_view key, std::string_view why) {
  if (!earlier || !later || earlier->field != later->field) return;
  if (earlier->offset < later->offset) return;
  checked.error("order", checked.keys.value(fmt::format("trigger.{}", key)), std::string(why));
}

void check_zone(const Checked& checked) {
  const RecordSpec& record = checked.workflow.record;
  if (!record.zone.empty()) return;
  for (const FieldSpec& field : record.fields) {
    if (field.type != FieldType::kTime) continue;
    return checked.error(
        "no-zone", checked.keys.key("record"),
        fmt::format("[record] needs a \"zone\": \"{}\" is a local time", field.name),
        "write a name of the tz database like \"America/Chicago\", or the column "
        "that holds one");
  }
}

void check_start(const Checked& checked, const std::string& start, const Mark& mark) {
  const Workflow& workflow = checked.workflow;
  if (start.empty() || workflow.states.empty()) return;
  const State* state = workflow.find(start);
  if (state == nullptr) {
    std::vector<std::string> names;
    for (const State& candidate : workflow.states) names.push_back(candidate.name);
    checked.error("no-state", mark, fmt::format("no state \"{}\"", start),
                  did_you_mean(start, names));
  } else if (state->say.empty() && state->handoff.empty() && state->end.empty()) {
    checked.warn("silent-start", checked.keys.key("states." + start),
                 fmt::format("the first state \"{}\" sends nothing", start));
  }
}

}  // namespace

void check_trigger(const Checked& checked) {
  const Trigger& trigger = checked.workflow.trigger;
  check_start(checked, trigger.start, checked.keys.value("trigger.start"));
  for (std::size_t i = 0; i < trigger.stages.size(); ++i) {
    const std::string path = fmt::format("trigger.stages[{}]", i);
    check_start(checked, trigger.stages[i].start, checked.keys.value(path + ".start"));
    check_moment_field(checked, trigger.stages[i].at, checked.keys.value(path + ".at"));
    check_moment_field(checked, trigger.stages[i].expires, checked.keys.value(path + ".expires"));
  }
  if (!trigger.stages.empty() && !trigger.start.empty()) {
    checked.error("two-starts", checked.keys.key("trigger.start"),
                  "the stages say where conversations start", "leave \"start\" out");
  }
  check_zone(checked);
  check_moment_field(checked, trigger.at, checked.keys.value("trigger.at"));
  check_moment_field(checked, trigger.expires, checked.keys.value("trigger.expires"));
  check_moment_field(checked, trigger.respond_by, checked.keys.value("trigger.respond_by"));
  check_order(checked, trigger.at, trigger.expires, "expires",
              "\"expires\" is not after \"at\": nothing would ever be sent");
  check_order(checked, trigger.at, trigger.respond_by, "respond_by",
              "\"respond_by\" is not after \"at\": every reply would be late");
  check_order(checked, trigger.expires, trigger.respond_by, "respond_by",
              "\"respond_by\" is not after \"expires\": a text sent last could not be answered in "
              "time");
  const bool from_records = !trigger.when.empty() || trigger.at.has_value();
  const RecordSpec& record = checked.workflow.record;
  if (from_records && record.source.empty() && !record.key.empty()) {
    checked.warn("no-source", checked.keys.key("record"), "[record] names no source of truth",
                 "say which system the rows come from: source = \"scheduling system\"");
  }
}

}  // namespace smsflow
