// Walks the events of a log in their order.
#pragma once

#include "store/event.h"
#include "store/sqlite.h"

namespace smsflow {

class EventReader {
 public:
  explicit EventReader(Database& database);

  // The next one, until `next` gives false.
  bool next();
  const Event& event() const { return event_; }

 private:
  Query query_;
  Event event_;
};

}  // namespace smsflow
