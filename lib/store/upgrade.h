// Brings a log of an older version to the present one, in place.
#pragma once

#include <string>

#include "store/open_log.h"

namespace smsflow {

// Under the write lock and outside of a transaction. First a copy is made beside the log, at
// upgrade_copy(); then one transaction folds the events into the projections and views of today:
// stopped at any moment, the log is the old one or the new one. Throws Error.
void upgrade(OpenLog& log, const std::string& path, std::int64_t version);

// Where the copy of the log as it was goes; purge() does not reach it.
std::string upgrade_copy(const std::string& log_path, std::int64_t version);

// Upgrades the log before it is read. Throws Error{kBadInput} where there is none, and for an older
// one that this user may not write.
void upgrade_to_read(const std::string& path);

}  // namespace smsflow
