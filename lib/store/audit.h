// Two questions about a whole log: is it what was written, and do its projections follow from it?
#pragma once

#include <string>
#include <vector>

#include "store/open_log.h"

namespace smsflow {

// Recomputes batches, personal hashes and keys, and compares with the anchor.
std::vector<std::string> chain_faults(OpenLog& log);
// Without the anchor.
std::vector<std::string> chain_faults(Database& database, const Identity& identity);

// Folds all events into empty maps and compares them with the projections.
std::vector<std::string> projection_faults(OpenLog& log);

}  // namespace smsflow
