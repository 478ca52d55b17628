// Reads workflow files. All faults at once, each with its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workflow/workflow.h"

namespace smsflow {

struct LoadedWorkflow {
  Workflow value;                       // usable only without errors
  std::vector<Diagnostic> diagnostics;  // errors and warnings, in file order
};

// Words that cannot be a business reply, because carriers or the law read them otherwise. They are
// given by lib/classify, the home of opt-out words.
struct ReservedWords {
  std::vector<std::string> opt_out;  // STOP, CANCEL, END, ...: an error as a keyword
  std::vector<std::string> carrier;  // YES, START, HELP, INFO: a warning where intercepted
  bool (*is_pattern)(std::string_view) = nullptr;  // whether RE2 takes it; null: not asked
};

// Parses and checks one file's text (load.cc reads, check.cc checks what it means). Pure.
LoadedWorkflow load_workflow(std::string_view text, std::string_view file,
                             const ReservedWords& reserved);

// Reads the file, then as above. Throws Error{kBadInput} when it cannot be read.
LoadedWorkflow load_workflow_file(const std::string& path, const ReservedWords& reserved);

}  // namespace smsflow
