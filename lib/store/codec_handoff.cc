#include "store/layout.h"
#include "store/rows.h"

namespace smsflow {
namespace {

template <typename H, typename Visit>
void handoff_fields(H& h, Visit&& visit) {
  visit("queue", h.queue);
  visit("reason", h.reason);
  visit("priority", h.priority);
  visit("conversation", h.conversation);
  visit("workflow", h.workflow);
  visit("key", h.key);
  visit("message", h.message);
  visit("status", h.status);
  visit("agent", h.agent);
  visit("label", h.label);
  visit("opened_at", h.opened_at);
  visit("first_response_due", h.first_response_due);
  visit("resolution_due", h.resolution_due);
  visit("responded_at", h.responded_at);
  visit("resolved_at", h.resolved_at);
  visit("alerts", h.alerts);
  visit("changed_at", h.changed_at);
}

}  // namespace

const Layout& handoff_layout() {
  static const Layout layout = [] {
    const Handoff blank{.contact = erased_number(0)};
    Columns columns;
    handoff_fields(blank, NameFields{columns});
    return make_layout({3, "handoff", "id", ""}, columns, to_row(blank).cells);
  }();
  return layout;
}

TableRow to_row(const Handoff& handoff) {
  TableRow row{.id = handoff.id, .phone = handoff.contact.e164()};
  handoff_fields(handoff, ToCells{row.cells});
  return row;
}

Handoff to_handoff(const TableRow& row) {
  Handoff handoff{.contact =
                      row.phone.empty() ? erased_number(row.contact) : stored_number(row.phone)};
  handoff.id = row.id;
  handoff_fields(handoff, FromCells{row.cells});
  return handoff;
}

}  // namespace smsflow
