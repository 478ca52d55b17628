// Tickets in the documented shapes of help desks: what POST /api/v2/tickets.json (Zendesk),
// POST /api/v2/tickets (Freshdesk) and POST /api/v1/accounts/ID/conversations (Chatwoot) take.
// Shapes by their documentation; not tried against the services themselves.
#pragma once

#include <string>
#include <string_view>

namespace smsflow {

bool is_ticket_shape(std::string_view shape);

struct TicketForm {
  std::string_view shape;
  std::string_view id;  // idempotency key
  int inbox = 0;        // Chatwoot's inbox_id
};

// The request body made of one of our hook payloads ({"type", "timestamp", "data": {...}}); of
// anything else a ticket that says little, but is one.
std::string ticket_body(const TicketForm& form, std::string_view payload);

}  // namespace smsflow
