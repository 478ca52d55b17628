// What other systems are told: an event of a state or reaction, and a desk's new or unattended
// work.
#include <nlohmann/json.hpp>

#include "engine/draft.h"

namespace smsflow {

void Draft::emit(const Conversation& conversation, std::string_view hook, const Cause& cause) {
  nlohmann::json fields = nlohmann::json::object();
  for (const auto& [field, value] : conversation.record.fields) fields[field] = to_text(value);
  for (const auto& [field, value] : conversation.captured) fields[field] = value;
  const nlohmann::json payload = {{"type", hook},
                                  {"timestamp", format_rfc3339(now_)},
                                  {"data",
                                   {{"workflow", conversation.workflow},
                                    {"key", conversation.record.key},
                                    {"conversation", conversation.id},
                                    {"state", conversation.state},
                                    {"outcome", conversation.outcome},
                                    {"fields", fields}}}};
  Intent intent = draft_intent(&conversation, nullptr, hook, cause);
  intent.workflow = conversation.workflow;
  intent.channel = Channel::kHook;
  intent.occurrence += "/hook";
  intent.text = payload.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  intent.literal = true;
  intent.due = now_;
  intent.expires.reset();
  plan(std::move(intent));
}

void Draft::tell_desk(const Desk& desk, const Handoff&, const Conversation* conversation,
                      const Cause& cause) {
  if (!desk.hook.empty() && conversation) emit(*conversation, desk.hook, cause);
}

}  // namespace smsflow
