// Walks the events of a log in their order, with their side rows.
#pragma once

#include <cstdint>
#include <string>

#include "store/event.h"
#include "store/sqlite.h"

namespace smsflow {

// What the tables around the event say of it.
struct ReadEvent {
  StoredEvent stored;
  bool has_contact = false;  // its contact has a row
  bool has_side = false;     // its side row is there
  bool has_body = false;     // and not erased
  std::string salt;
  std::int64_t side_contact = 0;
  std::int64_t erased_through = 0;  // of its contact: a salt that is gone
  std::int64_t keyed_event = 0;     // that its key leads to; 0: none
};

class EventReader {
 public:
  explicit EventReader(Database& database);

  // The next one, until `next` gives false.
  bool next();
  const ReadEvent& event() const { return event_; }

 private:
  Query query_;
  ReadEvent event_;
};

}  // namespace smsflow
