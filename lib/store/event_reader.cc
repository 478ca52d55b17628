#include "store/event_reader.h"

namespace smsflow {
namespace {

constexpr std::string_view kEvents =
    "SELECT e.id, e.at, e.source, e.kind, e.conversation, e.contact, e.intent, e.handoff, e.key, "
    "e.side, e.personal, e.data, c.id, c.phone, c.salt, c.erased_through, "
    "coalesce(m.id, r.id, o.id), coalesce(m.contact, r.contact, o.contact), "
    "coalesce(m.body, r.body, o.body), m.raw, k.event, c.number_hash "
    "FROM event e LEFT JOIN contact c ON c.id = e.contact "
    "LEFT JOIN message m ON e.kind = 0 AND m.id = e.side "
    "LEFT JOIN record r ON e.kind IN (2, 3) AND r.id = e.side "
    "LEFT JOIN outbox_text o ON e.kind IN (5, 6) AND o.id = e.side "
    "LEFT JOIN event_key k ON k.key = e.key ORDER BY e.id";

}  // namespace

EventReader::EventReader(Database& database) : query_(database.query(kEvents)) {}

bool EventReader::next() {
  if (!query_.step()) return false;
  const auto text = [&](int column) { return std::string(query_.text(column)); };
  event_.stored = {.event = {.id = query_.integer(0),
                             .at_ms = query_.integer(1),
                             .source = query_.integer(2),
                             .kind = static_cast<EventKind>(query_.integer(3)),
                             .conversation = text(4),
                             .contact = query_.integer(5),
                             .number = std::string(query_.blob(21)),
                             .intent = text(6),
                             .handoff = text(7),
                             .key = std::string(query_.blob(8)),
                             .side = query_.integer(9),
                             .personal = std::string(query_.blob(10)),
                             .data = text(11)},
                   .phone = text(13),
                   .body = text(18),
                   .raw = text(19)};
  event_.has_contact = !query_.is_null(12);
  event_.salt = std::string(query_.blob(14));
  event_.erased_through = query_.integer(15);
  event_.has_side = !query_.is_null(16);
  event_.side_contact = query_.integer(17);
  event_.has_body = !query_.is_null(18);
  event_.keyed_event = query_.integer(20);
  return true;
}

}  // namespace smsflow
