// Folds the events of a log into projection tables.
#pragma once

#include "store/tables.h"

namespace smsflow {

// From the first event on; the tables must be empty. Throws Error{kBadInput} for a damaged log.
void fold_events(Database& database, Tables& into);

}  // namespace smsflow
