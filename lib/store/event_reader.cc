#include "store/event_reader.h"

namespace smsflow {

EventReader::EventReader(Database& database)
    : query_(database.query("SELECT id, at, source, kind, contact, side, conversation, intent, "
                            "handoff, key, personal, data FROM event ORDER BY id")) {}

bool EventReader::next() {
  if (!query_.step()) return false;
  event_.id = query_.integer(0);
  event_.at_ms = query_.integer(1);
  event_.source = query_.integer(2);
  event_.kind = static_cast<EventKind>(query_.integer(3));
  event_.contact = query_.integer(4);
  event_.side = query_.integer(5);
  event_.conversation = query_.text(6);
  event_.intent = query_.text(7);
  event_.handoff = query_.text(8);
  event_.key = query_.blob(9);
  event_.personal = query_.blob(10);
  event_.data = query_.text(11);
  return true;
}

}  // namespace smsflow
