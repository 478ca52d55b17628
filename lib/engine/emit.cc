// What other systems are told: an event of a state or reaction, and a desk's new or unattended
// work. One row for each endpoint that wants it, so that each is delivered by itself.

#include "engine/draft.h"
#include "text/json.h"

namespace smsflow {
namespace {

Json fields_of(const Conversation& conversation) {
  Json fields = Json::object();
  for (const auto& [field, value] : conversation.record.fields) fields[field] = to_text(value);
  for (const auto& [field, value] : conversation.captured) fields[field] = value;
  return fields;
}

Json data_of(const Conversation& conversation) {
  return Json::object({{"conversation", conversation.id},
                       {"fields", fields_of(conversation)},
                       {"key", conversation.record.key},
                       {"outcome", conversation.outcome},
                       {"state", conversation.state},
                       {"workflow", conversation.workflow}});
}

Json data_of(const Handoff& handoff, const Conversation* conversation) {
  Json data =
      conversation ? data_of(*conversation) : Json::object({{"workflow", handoff.workflow}});
  data["handoff"] = handoff.id;
  data["queue"] = handoff.queue;
  data["reason"] = handoff.reason;
  data["priority"] = handoff.priority;
  data["alerts"] = handoff.alerts;
  data["opened_at"] = format_rfc3339(handoff.opened_at);
  if (handoff.first_response_due) {
    data["first_response_due"] = format_rfc3339(*handoff.first_response_due);
  }
  return data;
}

std::string payload_of(std::string_view event, Json data, const PhoneNumber& contact, Instant now) {
  data["contact"] = contact.e164();
  const Json payload = Json::object(
      {{"data", std::move(data)}, {"timestamp", format_rfc3339(now)}, {"type", event}});
  return payload.dump();
}

// The rows of an event: one for each endpoint, or one that says that nobody wanted it.
std::vector<Intent> addressed(const Setting& setting, Intent row, std::string_view event) {
  row.channel = Channel::kHook;
  row.kind = SendKind::kProactive;  // it answers nobody: no cap on replies counts it
  row.literal = true;
  row.due = row.planned_at;
  row.expires.reset();
  row.sender.clear();
  row.occurrence += "/hook";
  std::vector<Intent> rows;
  if (setting.hooks) {
    for (std::string& endpoint : setting.hooks(event)) {
      Intent one = row;
      one.occurrence += "/" + endpoint;
      one.sender = std::move(endpoint);
      rows.push_back(std::move(one));
    }
  }
  if (rows.empty()) rows.push_back(std::move(row));
  return rows;
}

}  // namespace

void Draft::emit(const Conversation& conversation, std::string_view hook, const Cause& cause) {
  Intent row = draft_intent(&conversation, nullptr, hook, cause);
  row.workflow = conversation.workflow;
  row.text = payload_of(hook, data_of(conversation), row.to, now_);
  for (Intent& one : addressed(setting_, std::move(row), hook)) plan(std::move(one));
}

void Draft::tell_desk(const Desk& desk, const Handoff& handoff, const Conversation* conversation,
                      const Cause& cause) {
  if (desk.hook.empty()) return;
  Intent row = draft_intent(conversation, nullptr, desk.hook, cause);
  row.workflow = handoff.workflow;
  row.occurrence += "/" + handoff.id;
  row.text = payload_of(desk.hook, data_of(handoff, conversation), row.to, now_);
  for (Intent& one : addressed(setting_, std::move(row), desk.hook)) plan(std::move(one));
}

}  // namespace smsflow
