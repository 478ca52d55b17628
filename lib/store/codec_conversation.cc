#include "store/layout.h"
#include "store/rows.h"

namespace smsflow {
namespace {

template <typename C, typename Visit>
void conversation_fields(C& c, Visit&& visit) {
  visit("workflow", c.workflow);
  visit("revision", c.revision);
  visit("key", c.record.key);
  visit("status", c.status);
  visit("state", c.state);
  visit("visit", c.visit);
  visit("run", c.run);
  visit("outcome", c.outcome);
  visit("resolution", c.resolution);
  visit("asked_state", c.asked_state);
  visit("ask_intent", c.ask_intent);
  visit("asked_at", c.asked_at);
  visit("last_label", c.last_label);
  visit("unclear", c.unclear);
  visit("replies", c.replies);
  visit("sender", c.sender);
  visit("handoff", c.handoff);
  visit("opened_at", c.opened_at);
  visit("first_reply_at", c.first_reply_at);
  visit("ended_at", c.ended_at);
  visit("rating_asked_at", c.rating_asked_at);
  visit("rating", c.rating);
  visit("respond_by", c.record.respond_by);
  visit("changed_at", c.changed_at);
}

}  // namespace

const Layout& conversation_layout() {
  static const Layout layout = [] {
    const Conversation blank;
    Columns columns;
    conversation_fields(blank, NameFields{columns});
    return make_layout({0, "conversation", "id", "record"}, columns, to_row(blank).cells);
  }();
  return layout;
}

TableRow to_row(const Conversation& conversation) {
  TableRow row{.id = conversation.id};
  if (conversation.record.phone) row.phone = conversation.record.phone->e164();
  row.body = record_body(conversation.record, conversation.captured, conversation.offered);
  row.cells.reserve(27);
  conversation_fields(conversation, ToCells{row.cells});
  return row;
}

Conversation to_conversation(const TableRow& row) {
  Conversation conversation;
  conversation.id = row.id;
  read_record_body(row.body, conversation.record, conversation.captured, conversation.offered);
  conversation_fields(conversation, FromCells{row.cells});
  if (!row.phone.empty()) conversation.record.phone = stored_number(row.phone);
  return conversation;
}

}  // namespace smsflow
