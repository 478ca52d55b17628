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

bool is_seen(const Standing& standing, Instant now) {
  if (standing.missing) return false;
  return !standing.fresh || (standing.seen_at && now - *standing.seen_at <= *standing.fresh);
}

}  // namespace smsflow
