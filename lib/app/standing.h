// How the record of a conversation stands: what policy asks before a text that we begin.
#pragma once

#include <optional>
#include <string_view>

#include "store/store.h"
#include "workflow/workflow.h"

namespace smsflow {

struct Standing {
  std::optional<Instant> seen_at;  // of the last look in which it stood
  bool missing = false;            // from the latest one
  std::optional<Duration> fresh;   // how old that look may be; nothing where no look is needed
};

// `spec` is of the workflow as it is today: what an export means is no part of a conversation.
// A source that tells of every change by itself needs no look unless the workflow bounds one.
Standing standing_of(ReadTransaction& log, const RecordSpec& spec, std::string_view workflow,
                     std::string_view key);

// Seen lately enough to be written about.
bool is_seen(const Standing& standing, Instant now);

}  // namespace smsflow
