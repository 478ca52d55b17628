#include "workflow/load.h"

#include <algorithm>
#include <fstream>
#include <tuple>

#include "text/digest.h"
#include "text/error.h"
#include "toml/document.h"
#include "workflow/check.h"
#include "workflow/read.h"

namespace smsflow {

LoadedWorkflow load_workflow(std::string_view text, std::string_view file,
                             const ReservedWords& reserved) {
  LoadedWorkflow loaded;
  Workflow& workflow = loaded.value;
  workflow.file = file;
  workflow.source = text;  // also for the excerpts of what cannot be parsed
  toml_file::Document document = toml_file::parse(text, file);
  if (!document.faults.empty()) {
    loaded.diagnostics = std::move(document.faults);
    return loaded;
  }
  workflow.revision = sha256_hex(text);
  read_workflow(document.root, workflow, loaded.diagnostics);
  const KeyIndex keys(document.root, file);
  const Checked checked{workflow, keys, reserved, loaded.diagnostics};
  for (const auto check : {check_trigger, check_export, check_states, check_escapes, check_words,
                           check_fields, check_wordings, check_captures, check_exceptions}) {
    check(checked);
  }
  std::stable_sort(loaded.diagnostics.begin(), loaded.diagnostics.end(),
                   [](const Diagnostic& left, const Diagnostic& right) {
                     return std::tie(left.place.line, left.place.column) <
                            std::tie(right.place.line, right.place.column);
                   });
  return loaded;
}

LoadedWorkflow load_workflow_file(const std::string& path, const ReservedWords& reserved) {
  std::ifstream in(path, std::ios::binary);
  std::string text;
  // One byte over the limit is enough for the parser to refuse the file.
  text.resize(toml_file::kMaxFileBytes + 1);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  if (!in.is_open() || in.bad()) {
    throw Error(ErrorKind::kBadInput, "cannot read the workflow", path);
  }
  return load_workflow(text, path, reserved);
}

}  // namespace smsflow
