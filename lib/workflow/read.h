// The parts of load_workflow that turn a TOML tree into a Workflow. Each reports what it cannot
// read and goes on; what the parts mean together is checked in check.h. Internal to lib/workflow.
#pragma once

#include <vector>

#include "toml/table_reader.h"
#include "workflow/workflow.h"

namespace smsflow {

inline constexpr std::size_t kMaxStates = 200;
inline constexpr std::size_t kMaxFields = 200;

// Everything, part by part.
void read_workflow(const toml_file::Table& root, Workflow& workflow,
                   std::vector<Diagnostic>& faults);

void read_record(toml_file::TableReader& reader, RecordSpec& record);
void read_trigger(toml_file::TableReader& reader, Trigger& trigger);
void read_hours(toml_file::TableReader& reader, const RecordSpec& record, BusinessHours& hours);
void read_intent(toml_file::TableReader& reader, IntentSpec& intent);
void read_state(toml_file::TableReader& reader, State& state);
// A reaction; `intent` decides which keys it may have ("" for one behind `then`).
void read_reaction(toml_file::TableReader& reader, std::string_view intent, Reaction& reaction);
// A table of reactions by name.
void read_reactions(const toml_file::Node& table, const std::string& table_path,
                    std::map<std::string, Reaction, std::less<>>& reactions,
                    std::vector<Diagnostic>& faults);
void read_capture(toml_file::TableReader& reader, CaptureSpec& capture);
void read_satisfaction(toml_file::TableReader& reader, Satisfaction& satisfaction);
void read_say(const toml_file::Node& node, const std::string& path, Say& say,
              std::vector<Diagnostic>& faults);

// One of `words`, by position; 0 and a fault with the nearest for anything else.
std::size_t read_choice(toml_file::TableReader& reader, std::string_view key,
                        const std::vector<std::string>& words);
// A duration of a key; zero and a fault when it is none.
Duration read_duration(toml_file::TableReader& reader, std::string_view key);

}  // namespace smsflow
