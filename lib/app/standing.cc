#include "app/standing.h"

#include <algorithm>

namespace smsflow {

Standing standing_of(ReadTransaction& log, const RecordSpec& spec, std::string_view workflow,
                     std::string_view key) {
  Standing standing;
  const std::optional<SeenRecord> seen = log.record_seen(workflow, key);
  const std::optional<LookTaken> look = log.look(workflow, seen ? seen->scope : "");
  if (spec.fresh || look || !seen || !seen->posted) {
    standing.fresh = spec.fresh.value_or(kFreshByDefault);
  }
  if (!seen) return standing;
  standing.seen_at = seen->seen_at;
  standing.missing =
      seen->standing != RecordStanding::kStands && seen->standing != RecordStanding::kGone;
  if (look && !standing.missing) standing.seen_at = std::max(seen->seen_at, look->at);
  return standing;
}

std::optional<Standing> standing_of(ReadTransaction& log, const Setting& setting,
                                    const Conversation& conversation, const Workflow* pinned) {
  const Program* today = setting.find(conversation.workflow);
  const Workflow* spec = today ? today->workflow : pinned;
  if (spec == nullptr) return std::nullopt;
  const RecordSnapshot& record = conversation.record;
  return standing_of(log, spec->record, record.workflow, record.key);
}

}  // namespace smsflow
