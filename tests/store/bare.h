// The tables of a log in memory, without the log around them: for the parts it is made of.
#pragma once

#include "sample.h"
#include "store/schema.h"
#include "store/tables.h"

namespace smsflow {

struct Bare {
  Bare() { database.script(truth_schema() + projection_schema() + view_schema()); }

  // Writes what `put` puts, as event `event`.
  template <typename T>
  EventDraft put(std::int64_t event, const T& value) {
    EventDraft draft;
    tables.open_event(event, Source::kLive, draft);
    tables.put(value);
    return draft;
  }

  Database database{kInMemory, Database::Mode::kReadWrite};
  Identity identity{.log_id = "log", .number_key = "key"};
  Tables tables{database, identity};
};

}  // namespace smsflow
