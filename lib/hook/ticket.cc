#include "hook/ticket.h"

#include <nlohmann/json.hpp>

namespace smsflow {
namespace {

using nlohmann::json;

std::string text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// What a person needs to begin, apart from where it came from.
struct Ticket {
  std::string subject;
  std::string description;
  std::string contact;  // E.164, may be ""
  std::string workflow;
  std::string key;
  bool is_urgent = false;
};

std::string subject_of(const json& data) {
  const auto alerts = data.find("alerts");
  const bool is_alert =
      alerts != data.end() && alerts->is_number_integer() && alerts->get<std::int64_t>() > 0;
  std::string subject = is_alert ? "Unattended: " : "";
  subject += text_at(data, "workflow") + " " + text_at(data, "key");
  const std::string reason = text_at(data, "reason");
  if (!reason.empty()) subject += ": " + reason;
  return subject;
}

std::string transcript_of(const json& data) {
  std::string text;
  const auto lines = data.find("transcript");
  if (lines == data.end() || !lines->is_array()) return text;
  for (const json& line : *lines) {
    if (!line.is_object()) continue;
    text += text_at(line, "at") + " " +
            (text_at(line, "from") == "contact" ? "customer: " : "we: ") + text_at(line, "text") +
            "\n";
  }
  return text;
}

std::string description_of(const json& data, const std::string& subject) {
  std::string description = transcript_of(data);
  const auto fields = data.find("fields");
  if (fields != data.end() && fields->is_object()) {
    for (const auto& [name, value] : fields->items()) {
      description +=
          name + ": " + (value.is_string() ? value.get<std::string>() : value.dump()) + "\n";
    }
  }
  return description.empty() ? subject : description;
}

Ticket ticket_of(std::string_view payload) {
  const json parsed = json::parse(payload, nullptr, false);
  const json data = parsed.is_object() && parsed.contains("data") && parsed["data"].is_object()
                        ? parsed["data"]
                        : json::object();
  Ticket ticket;
  ticket.subject = subject_of(data);
  ticket.description = description_of(data, ticket.subject);
  ticket.contact = text_at(data, "contact");
  ticket.workflow = text_at(data, "workflow");
  ticket.key = text_at(data, "key");
  ticket.is_urgent = text_at(data, "priority") == "high";
  return ticket;
}

// Freshdesk shows a description as HTML: what customers write must not become any.
std::string as_html(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '\n':
        html += "<br>";
        break;
      default:
        html += c;
    }
  }
  return html;
}

json zendesk(const Ticket& ticket, std::string_view id) {
  return {{"ticket",
           {{"subject", ticket.subject},
            {"comment", {{"body", ticket.description}}},
            {"priority", ticket.is_urgent ? "urgent" : "normal"},
            {"external_id", id},
            {"tags", {"smsflow", ticket.workflow}}}}};
}

// Priorities 2 medium, 4 urgent; status 2 open; source 3 phone. Who is known by phone needs a name.
json freshdesk(const Ticket& ticket) {
  return {{"subject", ticket.subject},
          {"description", as_html(ticket.description)},
          {"priority", ticket.is_urgent ? 4 : 2},
          {"status", 2},
          {"source", 3},
          {"phone", ticket.contact},
          {"name", ticket.contact.empty() ? std::string("customer") : ticket.contact},
          {"tags", {"smsflow", ticket.workflow}}};
}

// In an inbox of text messages the source id of a contact is the number.
json chatwoot(const Ticket& ticket, const TicketForm& form) {
  return {{"source_id", ticket.contact.empty() ? std::string(form.id) : ticket.contact},
          {"inbox_id", form.inbox},
          {"status", "open"},
          {"message", {{"content", ticket.subject + "\n" + ticket.description}}},
          {"custom_attributes",
           {{"workflow", ticket.workflow}, {"key", ticket.key}, {"smsflow_id", form.id}}}};
}

}  // namespace

bool is_ticket_shape(std::string_view shape) {
  return shape == "zendesk" || shape == "freshdesk" || shape == "chatwoot";
}

std::string ticket_body(const TicketForm& form, std::string_view payload) {
  const Ticket ticket = ticket_of(payload);
  const json body = form.shape == "zendesk"     ? zendesk(ticket, form.id)
                    : form.shape == "freshdesk" ? freshdesk(ticket)
                                                : chatwoot(ticket, form);
  return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace smsflow
