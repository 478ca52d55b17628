// What a log is before anybody writes to it. Internal to lib/store; others ask
// ReadTransaction::nature().
#pragma once

#include <cstdint>
#include <optional>

#include "store/sqlite.h"
#include "store/store.h"

namespace smsflow {

// The last event a copy was made with; nothing when it is none, or was adopted since.
std::optional<std::int64_t> copied_after(Database& database);

// Marks the log as a copy, made as it stands, unless it is marked already.
void mark_copy(Database& database);

}  // namespace smsflow
