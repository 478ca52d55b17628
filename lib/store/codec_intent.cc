
#include "store/layout.h"
#include "store/project.h"
#include "store/rows.h"
#include "text/json.h"

namespace smsflow {
namespace {

template <typename I, typename Text, typename Left, typename Visit>
void intent_fields(I& i, Text& text, Left& left, Visit&& visit) {
  visit("channel", i.channel);
  visit("kind", i.kind);
  visit("conversation", i.conversation);
  visit("workflow", i.workflow);
  visit("revision", i.revision);
  visit("key", i.key);
  visit("step", i.step);
  visit("occurrence", i.occurrence);
  visit("sender", i.sender);
  visit("text", text);
  visit("literal", i.literal);
  visit("language", i.language);
  visit("variant", i.variant);
  visit("planned_at", i.planned_at);
  visit("due", i.due);
  visit("expires", i.expires);
  visit("state", i.state);
  visit("attempt", i.attempt);
  visit("owner", i.owner);
  visit("deadline", i.deadline);
  visit("provider", i.provider);
  visit("provider_id", i.provider_id);
  visit("status", i.status);
  visit("error", i.error);
  visit("block", i.block);
  visit("detail", i.detail);
  visit("segments", i.segments);
  visit("accepted_at", i.accepted_at);
  visit("left_at", left);
  visit("changed_at", i.changed_at);
  visit("lookups", i.lookups);
}

// A template says nothing about a person; what was written for one does, and so do hooks.
bool is_personal(const Intent& intent) {
  return intent.literal || intent.channel != Channel::kSms;
}

// {"text":...,"sent":...}, either left out when empty; "" without both.
std::string body_of(const Intent& intent) {
  std::string body;
  const auto add = [&](std::string_view name, const std::string& text) {
    if (text.empty()) return;
    body.append(body.empty() ? "{\"" : ",\"").append(name).append("\":");
    append_json(body, std::string_view(text));
  };
  if (is_personal(intent)) add("text", intent.text);
  add("sent", intent.sent_text);
  return body.empty() ? body : body + '}';
}

void read_body(const std::string& body, Intent& intent) {
  if (body.empty()) return;
  try {
    const Json json = Json::parsed(body);
    if (is_personal(intent)) intent.text = json.text_at("text");
    intent.sent_text = json.text_at("sent");
  } catch (const JsonMismatch&) {
    throw Error(ErrorKind::kBadInput, "the log is damaged: a text is not as it was written");
  }
}

}  // namespace

const Layout& intent_layout() {
  static const Layout layout = [] {
    const Intent blank{.to = erased_number(0)};
    Columns columns;
    intent_fields(blank, blank.text, blank.accepted_at, NameFields{columns});
    return make_layout({2, "intent", "id", "outbox_text"}, columns, to_row(blank).cells);
  }();
  return layout;
}

TableRow to_row(const Intent& intent) {
  static const std::string kElsewhere;
  TableRow row{.id = intent.id, .phone = intent.to.e164(), .body = body_of(intent)};
  const std::optional<Instant> left = left_at(intent);
  row.cells.reserve(32);
  intent_fields(intent, is_personal(intent) ? kElsewhere : intent.text, left, ToCells{row.cells});
  return row;
}

Intent to_intent(const TableRow& row) {
  Intent intent{.to = row.phone.empty() ? erased_number(row.contact) : stored_number(row.phone)};
  intent.id = row.id;
  std::optional<Instant> left;
  intent_fields(intent, intent.text, left, FromCells{row.cells});
  read_body(row.body, intent);
  return intent;
}

}  // namespace smsflow
