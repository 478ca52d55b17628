#include "hook/ticket.h"

#include "text/json.h"

namespace smsflow {
namespace {

// What a person needs to begin, apart from where it came from.
struct Ticket {
  std::string subject;
  std::string description;
  std::string contact;  // E.164, may be ""
  std::string workflow;
  std::string key;
  bool is_urgent = false;
};

std::string subject_of(const Json& data) {
  std::string subject = data.integer_at("alerts") > 0 ? "Unattended: " : "";
  subject += data.text_at("workflow") + " " + data.text_at("key");
  const std::string reason = data.text_at("reason");
  if (!reason.empty()) subject += ": " + reason;
  return subject;
}

std::string transcript_of(const Json& data) {
  std::string text;
  const Json* lines = data.find("transcript");
  if (!lines) return text;
  for (const Json& line : lines->items()) {
    if (!line.is_object()) continue;
    text += line.text_at("at") + " " + (line.text_at("from") == "contact" ? "customer: " : "we: ") +
            line.text_at("text") + "\n";
  }
  return text;
}

std::string description_of(const Json& data, const std::string& subject) {
  std::string description = transcript_of(data);
  if (const Json* fields = data.find("fields")) {
    for (const auto& [name, value] : fields->members()) {
      description += name + ": " + value.text_or_dump() + "\n";
    }
  }
  return description.empty() ? subject : description;
}

Ticket ticket_of(std::string_view payload) {
  const Json parsed = Json::parse(payload).value_or(Json());
  const Json* found = parsed.find("data");
  const Json data = found && found->is_object() ? *found : Json::object();
  Ticket ticket;
  ticket.subject = subject_of(data);
  ticket.description = description_of(data, ticket.subject);
  ticket.contact = data.text_at("contact");
  ticket.workflow = data.text_at("workflow");
  ticket.key = data.text_at("key");
  ticket.is_urgent = data.text_at("priority") == "high";
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

Json zendesk(const Ticket& ticket, std::string_view id) {
  return Json::object(
      {{"ticket", Json::object({{"comment", Json::object({{"body", ticket.description}})},
                                {"external_id", id},
                                {"priority", ticket.is_urgent ? "urgent" : "normal"},
                                {"subject", ticket.subject},
                                {"tags", Json::list({"smsflow", ticket.workflow})}})}});
}

// Priorities 2 medium, 4 urgent; status 2 open; source 3 phone. Who is known by phone needs a name.
Json freshdesk(const Ticket& ticket) {
  return Json::object({{"description", as_html(ticket.description)},
                       {"name", ticket.contact.empty() ? "customer" : ticket.contact},
                       {"phone", ticket.contact},
                       {"priority", ticket.is_urgent ? 4 : 2},
                       {"source", 3},
                       {"status", 2},
                       {"subject", ticket.subject},
                       {"tags", Json::list({"smsflow", ticket.workflow})}});
}

// In an inbox of text messages the source id of a contact is the number.
Json chatwoot(const Ticket& ticket, const TicketForm& form) {
  const std::string content = ticket.subject + "\n" + ticket.description;
  return Json::object(
      {{"custom_attributes",
        Json::object(
            {{"key", ticket.key}, {"smsflow_id", form.id}, {"workflow", ticket.workflow}})},
       {"inbox_id", form.inbox},
       {"message", Json::object({{"content", content}})},
       {"source_id", ticket.contact.empty() ? std::string(form.id) : ticket.contact},
       {"status", "open"}});
}

}  // namespace

bool is_ticket_shape(std::string_view shape) {
  return shape == "zendesk" || shape == "freshdesk" || shape == "chatwoot";
}

std::string ticket_body(const TicketForm& form, std::string_view payload) {
  const Ticket ticket = ticket_of(payload);
  const Json body = form.shape == "zendesk"     ? zendesk(ticket, form.id)
                    : form.shape == "freshdesk" ? freshdesk(ticket)
                                                : chatwoot(ticket, form);
  return body.dump();
}

}  // namespace smsflow
