// Folds the events of a log into maps.
#pragma once

#include <functional>

#include "store/event.h"
#include "store/memory_tables.h"
#include "store/sqlite.h"

namespace smsflow {

// `seen` hears of each change before it is folded. Throws Error{kBadInput} for a damaged log.
void fold_events(Database& database, MemoryTables& folded,
                 const std::function<void(const Event&, const Change&)>& seen);

}  // namespace smsflow
