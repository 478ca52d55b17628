#include <fmt/format.h>

#include <algorithm>

#include "workflow/check.h"

namespace smsflow {
namespace {

std::vector<std::string> capture_names(const Workflow& workflow) {
  std::vector<std::string> names;
  for (const CaptureSpec& capture : workflow.captures) names.push_back(capture.name);
  return names;
}

void check_one(const Checked& checked, const CaptureSpec& capture) {
  const std::string path = "capture." + capture.name;
  const RecordSpec& record = checked.workflow.record;
  const auto& is_pattern = checked.reserved.is_pattern;
  if (!capture.pattern.empty() && is_pattern != nullptr && !is_pattern(capture.pattern)) {
    checked.error("bad-pattern", checked.keys.value(path + ".pattern"),
                  fmt::format("\"{}\" is no pattern", capture.pattern),
                  "write it as RE2 takes it, like \"#?([0-9]{5,8})\"");
  }
  if (record.find(capture.name) != nullptr || capture.name == "brand") {
    checked.error("twice", checked.keys.key(path),
                  fmt::format("\"{}\" is a field of the record as well", capture.name),
                  "give the value another name");
  }
  if (capture.known.empty() || capture.known == record.key) return;
  if (record.find(capture.known) != nullptr) return;
  std::vector<std::string> fields = {record.key};
  for (const FieldSpec& field : record.fields) fields.push_back(field.name);
  checked.error("no-field", checked.keys.value(path + ".known"),
                fmt::format("no field \"{}\" in the record", capture.known),
                did_you_mean(capture.known, fields));
}

void check_ask(const Checked& checked, const State& state) {
  const std::string path = "states." + state.name;
  if (state.ask.empty()) {
    if (!state.on.contains("value")) return;
    return checked.error("no-ask", checked.keys.key(path + ".on.value"),
                         fmt::format("\"{}\" asks for no value", state.name),
                         "add ask = \"CAPTURE\" to the state");
  }
  if (checked.workflow.find_capture(state.ask) == nullptr) {
    checked.error("no-capture", checked.keys.value(path + ".ask"),
                  fmt::format("no [capture.{}]", state.ask),
                  did_you_mean(state.ask, capture_names(checked.workflow)));
  }
  if (!state.on.contains("value")) {
    checked.error("no-value", checked.keys.value(path + ".ask"),
                  fmt::format("\"{}\" does not say what a value leads to", state.name),
                  "add value = { go = \"STATE\" } to its \"on\"");
  }
}

void check_reads(const Checked& checked, const Reaction& reaction, const std::string& path) {
  for (std::size_t i = 0; i < reaction.read.size(); ++i) {
    if (checked.workflow.find_capture(reaction.read[i]) != nullptr) continue;
    checked.error("no-capture", checked.keys.value(fmt::format("{}.read[{}]", path, i)),
                  fmt::format("no [capture.{}]", reaction.read[i]),
                  did_you_mean(reaction.read[i], capture_names(checked.workflow)));
  }
}

}  // namespace

void check_captures(const Checked& checked) {
  const auto reads = [&](const Reaction& reaction, const std::string& path) {
    check_reads(checked, reaction, path);
  };
  for (const CaptureSpec& capture : checked.workflow.captures) check_one(checked, capture);
  for (const State& state : checked.workflow.states) {
    check_ask(checked, state);
    each_reaction(state, reads);
  }
  for (const auto& [name, reaction] : checked.workflow.exceptions) {
    each_reaction(name, reaction, "exceptions.", reads);
  }
}

}  // namespace smsflow
