#include "app/renamed.h"

#include <fmt/format.h>

#include <algorithm>

#include "classify/classifier.h"
#include "record/reader.h"
#include "workflow/load.h"

namespace smsflow {
namespace {

bool names(const std::vector<std::string>& beside, const Workflow& other) {
  return std::any_of(beside.begin(), beside.end(), [&](const std::string& name) {
    return name == other.name || name == other.log_name();
  });
}

bool same_moment(const std::optional<Moment>& left, const std::optional<Moment>& right) {
  if (!left || !right) return left.has_value() == right.has_value();
  return left->field == right->field && left->offset == right->offset;
}

// A file that says renamed_from goes on under the other name; what there is under its own is of a
// run that did not say so yet.
bool goes_by(const Workflow& workflow, std::string_view name) {
  return workflow.log_name() == name || workflow.name == name;
}

bool asks_the_same(const Workflow& workflow, const Workflow& kept) {
  return kept.purpose == workflow.purpose && same_moment(kept.trigger.at, workflow.trigger.at);
}

}  // namespace

Renamed::Renamed(ReadTransaction& log, const std::vector<const Workflow*>& given) {
  for (const RevisionKept& revision : log.revisions()) {
    const bool is_given = std::any_of(given.begin(), given.end(), [&](const Workflow* one) {
      return goes_by(*one, revision.workflow);
    });
    if (is_given || !log.has_conversations(revision.workflow)) continue;
    const Workflow kept =
        load_workflow(revision.source, "revision " + revision.revision.substr(0, 12),
                      reserved_words())
            .value;
    for (const Workflow* workflow : given) {
      if (!asks_the_same(*workflow, kept)) continue;
      if (names(workflow->beside, kept) || names(kept.beside, *workflow)) continue;
      std::vector<std::string>& rivals = rivals_[workflow->log_name()];
      if (std::find(rivals.begin(), rivals.end(), revision.workflow) == rivals.end()) {
        rivals.push_back(revision.workflow);
      }
    }
  }
}

std::string Renamed::asked_as(ReadTransaction& log, std::string_view workflow,
                              std::string_view key) const {
  const auto found = rivals_.find(workflow);
  if (found == rivals_.end()) return {};
  for (const std::string& rival : found->second) {
    if (!log.has_conversation(conversation_id(rival, key))) continue;
    return log.has_conversation(conversation_id(workflow, key)) ? std::string() : rival;
  }
  return {};
}

void require_not_asked(RecordSource& source, ReadTransaction& log, const Renamed& renamed,
                       const Workflow& workflow) {
  if (!renamed.has_rivals(workflow.log_name()) || !source.can_rewind()) return;
  Row row;
  while (source.next(row)) {
    const std::string key = key_in(row, workflow.record);
    if (key.empty()) continue;
    const std::string other = renamed.asked_as(log, workflow.log_name(), key);
    if (!other.empty()) throw would_ask_again(workflow, other);
  }
  source.rewind();
}

Error would_ask_again(const Workflow& workflow, std::string_view other) {
  return Error(
      ErrorKind::kBadInput,
      fmt::format("workflow {} would ask again whom workflow {} has asked", workflow.name, other),
      workflow.file,
      fmt::format("if it is the same one under a new name, write renamed_from = \"{0}\"; if "
                  "both are meant to ask, write beside = [\"{0}\"]",
                  other));
}

}  // namespace smsflow
