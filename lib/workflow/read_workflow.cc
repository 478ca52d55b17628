#include <fmt/format.h>

#include "text/nearest.h"
#include "workflow/read.h"

namespace smsflow {
namespace {

using toml_file::Entry;
using toml_file::Node;
using toml_file::TableReader;

void read_owners(TableReader& root, Workflow& workflow) {
  const Node* node = root.table("owners");
  std::string absent;
  if (node != nullptr) {
    TableReader reader(*node->table(), node->place, "owners", root.faults());
    for (const char* role : {"rules", "integration", "escalation", "consent"}) {
      const std::string owner = reader.text_or(role, "");
      if (!owner.empty()) workflow.owners[role] = owner;
    }
    reader.finish();
  }
  for (const char* role : {"rules", "integration", "escalation", "consent"}) {
    if (workflow.owners.count(role) == 0)
      absent += fmt::format("{}{}", absent.empty() ? "" : ", ", role);
  }
  if (absent.empty()) return;
  root.faults().push_back(
      {Severity::kWarning, node != nullptr ? node->place : root.place(),
       fmt::format("nobody owns: {}", absent),
       "name who answers for each part: owners = { rules = \"front desk\", ... }", 1, "no-owner"});
}

template <typename Read>
void read_part(TableReader& root, std::string_view key, Read read) {
  const Node* node = root.table(key);
  if (node == nullptr) return;
  TableReader reader(*node->table(), node->place, std::string(key), root.faults());
  read(reader);
  reader.finish();
}

// [intents.NAME] and [states.NAME]: one part for each table inside.
template <typename Part, typename Read>
void read_parts(TableReader& root, std::string_view key, std::vector<Part>& parts, Read read) {
  const Node* node = root.table(key);
  if (node == nullptr) return;
  for (const Entry& entry : node->table()->entries) {
    const std::string path = fmt::format("{}.{}", key, entry.key);
    if (entry.node->table() == nullptr) {
      root.fault_at(*entry.node, "wrong-kind",
                    fmt::format("\"{}\" must be a table, not {}", path, kind_name(*entry.node)));
      continue;
    }
    Part part;
    part.name = entry.key;
    part.place = entry.key_place;
    TableReader reader(*entry.node->table(), entry.key_place, path, root.faults());
    read(reader, part);
    reader.finish();
    parts.push_back(std::move(part));
  }
}

}  // namespace

std::size_t read_choice(TableReader& reader, std::string_view key,
                        const std::vector<std::string>& words) {
  const Node* node = reader.text(key);
  if (node == nullptr) return 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == *node->text()) return i;
  }
  const std::string near = nearest(*node->text(), words);
  reader.fault_at(*node, "bad-value",
                  fmt::format("\"{}\" must be one of {}, not \"{}\"", reader.path_of(key),
                              fmt::join(words, ", "), *node->text()),
                  near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
  return 0;
}

Duration read_duration(TableReader& reader, std::string_view key) {
  const Node* node = reader.text(key);
  if (node == nullptr) return {};
  const std::optional<Duration> duration = parse_duration(*node->text());
  if (duration && *duration > Duration::zero()) return *duration;
  reader.fault_at(*node, "bad-duration", fmt::format("\"{}\" is not a duration", *node->text()),
                  "write a sum of w, d, h, m and s, like \"24h\" or \"1h30m\"");
  return {};
}

void read_workflow(const toml_file::Table& root, Workflow& workflow,
                   std::vector<Diagnostic>& faults) {
  TableReader reader(root, Place{workflow.file, 0, 0}, "", faults);
  workflow.name = reader.required_text("name");
  workflow.renamed_from = reader.text_or("renamed_from", "");
  workflow.beside = reader.texts("beside");
  workflow.brand = reader.required_text("brand");
  workflow.purpose = reader.required_text("purpose");
  const std::vector<std::string> classes = {"informational", "transactional", "marketing"};
  constexpr MessageClass kClasses[] = {MessageClass::kInformational, MessageClass::kTransactional,
                                       MessageClass::kMarketing};
  workflow.message_class = kClasses[read_choice(reader, "class", classes)];
  workflow.kpi = reader.text_or("kpi", "");
  workflow.sender = reader.text_or("sender", "");
  workflow.queue = reader.text_or("queue", "");
  read_owners(reader, workflow);
  read_part(reader, "record", [&](TableReader& part) { read_record(part, workflow.record); });
  read_part(reader, "trigger", [&](TableReader& part) { read_trigger(part, workflow.trigger); });
  read_part(reader, "hours",
            [&](TableReader& part) { read_hours(part, workflow.record, workflow.hours); });
  read_parts(reader, "intents", workflow.intents, read_intent);
  read_parts(reader, "capture", workflow.captures, read_capture);
  if (const Node* exceptions = reader.table("exceptions")) {
    read_reactions(*exceptions, "exceptions", workflow.exceptions, faults);
  }
  read_part(reader, "satisfaction",
            [&](TableReader& part) { read_satisfaction(part, workflow.satisfaction.emplace()); });
  read_parts(reader, "states", workflow.states, read_state);
  const bool by_words = !workflow.trigger.keywords.empty() || workflow.trigger.catch_all;
  if (root.find("record") == nullptr && !by_words) reader.missing("record");
  if (root.find("trigger") == nullptr) reader.missing("trigger");
  if (root.find("states") == nullptr) reader.missing("states");
  if (workflow.states.size() > kMaxStates) {
    reader.fault_at_key("states", "too-many", fmt::format("more than {} states", kMaxStates));
  }
  reader.finish();
}

}  // namespace smsflow
