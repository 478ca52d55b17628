
#include "store/layout.h"
#include "store/rows.h"
#include "text/json.h"

namespace smsflow {
namespace {

template <typename C, typename Text, typename Visit>
void contact_fields(C& c, Text& consents, Text& replies, Text& choice, Visit&& visit) {
  visit("opted_out_at", c.opted_out_at);
  visit("opt_out_rule", c.opt_out_rule);
  visit("opt_out_confirmed_at", c.opt_out_confirmed_at);
  visit("paused", c.paused);
  visit("wrong_number", c.wrong_number);
  visit("unreachable", c.unreachable);
  visit("consents", consents);
  visit("recent_replies", replies);
  visit("choice", choice);
  visit("handoff", c.handoff);
  visit("sender", c.sender);
}

// Lists that are empty for most contacts are empty texts.
std::string consents_text(const std::vector<Consent>& consents) {
  if (consents.empty()) return {};
  Json list = Json::list();
  for (const Consent& consent : consents) {
    list.add(Json::object({{"at", to_ms(consent.at)},
                           {"granted", consent.granted},
                           {"purpose", consent.purpose},
                           {"source", consent.source},
                           {"wording", consent.wording}}));
  }
  return list.dump();
}

std::string replies_text(const std::vector<Instant>& replies) {
  std::string text;
  for (const Instant at : replies) {
    text += text.empty() ? '[' : ',';
    append_json(text, to_ms(at));
  }
  return text.empty() ? text : text + "]";
}

std::string choice_text(const std::optional<PendingChoice>& choice) {
  if (!choice) return {};
  Json json = Json::object();
  if (choice->asked_at) json.add("asked_at", to_ms(*choice->asked_at));
  json.add("conversations", json_list(choice->conversations));
  json.add("label", choice->label);
  json.add("message", choice->message);
  return json.dump();
}

void read_lists(const std::string& consents, const std::string& replies, const std::string& choice,
                Contact& contact) {
  if (!consents.empty()) {
    const Json list = Json::parsed(consents);
    for (const Json& one : list.items()) {
      contact.consents.push_back({one.at("purpose").text(), one.at("granted").flag(),
                                  one.at("source").text(), one.at("wording").text(),
                                  from_ms(one.at("at").integer())});
    }
  }
  if (!replies.empty()) {
    const Json list = Json::parsed(replies);
    for (const Json& at : list.items()) contact.recent_replies.push_back(from_ms(at.integer()));
  }
  if (!choice.empty()) {
    const Json json = Json::parsed(choice);
    PendingChoice pending{.conversations = {},
                          .label = json.at("label").text(),
                          .message = json.at("message").text(),
                          .asked_at = {}};
    if (const Json* at = json.find("asked_at")) pending.asked_at = from_ms(at->integer());
    for (const Json& id : json.at("conversations").items()) {
      pending.conversations.push_back(id.text());
    }
    contact.choice = std::move(pending);
  }
}

}  // namespace

const Layout& contact_layout() {
  static const Layout layout = [] {
    const Contact blank{.phone = erased_number(0)};
    const std::string text;
    Columns columns;
    contact_fields(blank, text, text, text, NameFields{columns});
    return make_layout({1, "contact_state", "contact", ""}, columns, to_row(blank).cells);
  }();
  return layout;
}

TableRow to_row(const Contact& contact) {
  TableRow row{.id = contact.phone.e164(), .phone = contact.phone.e164()};
  const std::string consents = consents_text(contact.consents);
  const std::string replies = replies_text(contact.recent_replies);
  const std::string choice = choice_text(contact.choice);
  contact_fields(contact, consents, replies, choice, ToCells{row.cells});
  return row;
}

Contact to_contact(const TableRow& row) {
  Contact contact{.phone =
                      row.phone.empty() ? erased_number(row.contact) : stored_number(row.phone)};
  std::string consents;
  std::string replies;
  std::string choice;
  contact_fields(contact, consents, replies, choice, FromCells{row.cells});
  try {
    read_lists(consents, replies, choice, contact);
  } catch (const JsonMismatch&) {
    throw Error(ErrorKind::kBadInput, "the log is damaged: a contact's lists cannot be read");
  }
  return contact;
}

}  // namespace smsflow
