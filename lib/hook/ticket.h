// Tickets in the documented shapes of help desks: what POST /api/v2/tickets.json (Zendesk),
// POST /api/v2/tickets (Freshdesk) and POST /api/v1/accounts/ID/conversations (Chatwoot) take.
// Shapes by their documentation; not tried against the services themselves.
#pragma once

#include <string>
#include <string_view>

namespace smsflow {

bool is_ticket_shape(std::string_view shape);

// The request body made of one of our hook payloads ({"type", "timestamp", "data": {...}}).
std::string ticket_body(std::string_view shape, std::string_view id, std::string_view payload);

}  // namespace smsflow
