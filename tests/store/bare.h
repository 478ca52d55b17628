// The tables of a log in memory, without the log around them: for the parts it is made of.
#pragma once

#include "sample.h"
#include "store/schema.h"
#include "store/tables.h"

namespace smsflow {

struct Bare {
  Bare() { database.execute(truth_schema() + projection_schema() + view_schema()); }

  // Puts it as event `event`; it waits to be written.
  template <typename T>
  EventDraft put_later(std::int64_t event, const T& value) {
    EventDraft draft;
    tables.open_event(event, Source::kLive, draft);
    tables.put(value);
    return draft;
  }
  template <typename T>
  EventDraft put(std::int64_t event, const T& value) {
    EventDraft draft = put_later(event, value);
    tables.write_pending();
    return draft;
  }

  // What is asked from now on is answered by the tables.
  void read_anew() {
    tables.write_pending();
    tables.forget();
  }

  Database database{kInMemory, Database::Mode::kReadWrite};
  Identity identity{.log_id = "log", .number_key = "key"};
  Tables tables{database, identity};
};

}  // namespace smsflow
