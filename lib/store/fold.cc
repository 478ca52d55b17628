#include "store/fold.h"

#include "store/event_reader.h"
#include "store/project.h"

namespace smsflow {

void fold_events(Database& database, Tables& into) {
  EventReader events(database);
  while (events.next()) {
    const StoredEvent& stored = events.event().stored;
    const std::optional<Change> change = decode(stored, into);
    if (!change) continue;
    into.open_again(stored.event);
    project(*change, into);
  }
}

}  // namespace smsflow
