// The rows of one query on a SQLite database that is opened for reading only. Internal to
// lib/record.
#pragma once

#include <memory>
#include <string>

#include "record/source.h"

namespace smsflow {

// Throws Error{kBadInput} when the file or the query cannot be read, or when the query would write.
std::unique_ptr<RecordSource> read_sqlite(const std::string& file, const std::string& query);

}  // namespace smsflow
