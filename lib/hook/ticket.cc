#include "hook/ticket.h"

#include <nlohmann/json.hpp>

namespace smsflow {
namespace {

using nlohmann::json;

std::string text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string subject_of(const json& data) {
  std::string subject = text_at(data, "workflow") + " " + text_at(data, "key");
  const std::string reason = text_at(data, "reason");
  if (!reason.empty()) subject += ": " + reason;
  return subject;
}

std::string description_of(const json& data) {
  std::string description = text_at(data, "transcript");
  const auto fields = data.find("fields");
  if (fields != data.end() && fields->is_object()) {
    for (const auto& [name, value] : fields->items()) {
      description += (description.empty() ? "" : "\n") + name + ": " +
                     (value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
  return description.empty() ? subject_of(data) : description;
}

}  // namespace

bool is_ticket_shape(std::string_view shape) {
  return shape == "zendesk" || shape == "freshdesk" || shape == "chatwoot";
}

std::string ticket_body(std::string_view shape, std::string_view id, std::string_view payload) {
  const json parsed = json::parse(payload, nullptr, false);
  const json data = parsed.is_object() && parsed.contains("data") ? parsed["data"] : json::object();
  const bool is_urgent = text_at(data, "priority") == "high";
  const std::string phone = text_at(data, "contact");
  json body;
  if (shape == "zendesk") {
    body = {{"ticket",
             {{"subject", subject_of(data)},
              {"comment", {{"body", description_of(data)}}},
              {"priority", is_urgent ? "urgent" : "normal"},
              {"external_id", id},
              {"tags", {"smsflow", text_at(data, "workflow")}}}}};
  } else if (shape == "freshdesk") {
    // Priorities 2 medium, 4 urgent; status 2 open; source 2 portal.
    body = {{"subject", subject_of(data)},
            {"description", description_of(data)},
            {"priority", is_urgent ? 4 : 2},
            {"status", 2},
            {"source", 2},
            {"phone", phone},
            {"name", phone.empty() ? std::string("customer") : phone},
            {"tags", {"smsflow", text_at(data, "workflow")}}};
  } else {
    body = {{"source_id", id},
            {"message", {{"content", subject_of(data) + "\n" + description_of(data)}}},
            {"custom_attributes",
             {{"workflow", text_at(data, "workflow")}, {"key", text_at(data, "key")}}}};
  }
  return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace smsflow
