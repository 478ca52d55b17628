#include <algorithm>

#include "config/read.h"
#include "text/mailbox.h"
#include "text/template.h"

namespace smsflow {
namespace {

using toml_file::Node;
using toml_file::TableReader;

constexpr const char* kPrivateHint =
    "write allow_private = true where the receiver is meant to be in your own network";

void check_url(TableReader& reader, HookConfig& hook, bool allow_http) {
  const Node* node = reader.text("url");
  if (node == nullptr) return reader.missing("url");
  hook.url = *node->text();
  if (const std::string fault = url_fault(hook.url, allow_http); !fault.empty()) {
    reader.fault_at(*node, "bad-url", fault,
                    "write https://HOST/PATH, or allow_http = true where the network is your own");
  } else if (!hook.allow_private && is_loopback_url(hook.url)) {
    reader.fault_at(*node, "private-address", "the URL is of this machine", kPrivateHint);
  }
}

// "appointment.confirmed", "appointment.*", "*".
bool is_pattern(std::string_view text) {
  if (text == "*") return true;
  if (text.ends_with(".*")) text.remove_suffix(2);
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7F && c != '*' && c != '"';
  });
}

void read_patterns(TableReader& reader, HookConfig& hook) {
  const Node* events = reader.any("events");
  if (events == nullptr) return;
  hook.events = reader.texts("events");
  if (events->array() == nullptr) return;
  for (const Node& event : *events->array()) {
    if (event.text() == nullptr || is_pattern(*event.text())) continue;
    reader.fault_at(event, "bad-value", "\"" + *event.text() + "\" is no name of events",
                    "write a name like \"appointment.confirmed\", \"appointment.*\" or \"*\"");
  }
  if (events->array()->empty()) {
    reader.fault_at(*events, "bad-value", "a hook for no event at all", "leave events out for all");
  }
}

void refuse_inline_secrets(TableReader& reader, std::initializer_list<const char*> keys,
                           const std::string& instead) {
  for (const char* key : keys) {
    if (reader.any(key) == nullptr) continue;
    reader.fault_at_key(
        key, "inline-secret", "a secret does not belong in the configuration",
        "put it into a file that only you can read, and name it: " + instead + " = \"...\"");
  }
}

// The host of "smtp://host:port"; "" for what is no such URL.
std::string server_fault(const std::string& server) {
  const bool is_plain = server.starts_with("smtp://");
  if (!is_plain && !server.starts_with("smtps://")) return "a mail server begins with smtp://";
  const std::string rest = server.substr(is_plain ? 7 : 8);
  // Checked as the URL it would be: one host, perhaps a port, no user, no path.
  if (rest.find('/') != std::string::npos) return "a mail server has no path";
  return url_fault("https://" + rest, false);
}

void check_server(TableReader& reader, const MailConfig& mail) {
  const Node* server = reader.any("server");
  if (server == nullptr || mail.server.empty()) return;
  if (const std::string fault = server_fault(mail.server); !fault.empty()) {
    reader.fault_at(*server, "bad-url", fault, "write smtp://HOST:PORT or smtps://HOST:PORT");
  } else if (!mail.allow_private && is_loopback_url(mail.server)) {
    reader.fault_at(*server, "private-address", "the mail server is this machine", kPrivateHint);
  }
}

void read_from(TableReader& reader, MailConfig& mail) {
  mail.from = reader.required_text("from");
  if (mail.from.empty() || parse_mailbox(mail.from)) return;
  reader.fault_at(*reader.any("from"), "bad-value", "\"" + mail.from + "\" is no mail address",
                  "write \"desk@example.org\" or \"Front desk <desk@example.org>\"");
}

void read_subject(TableReader& reader, MailConfig& mail) {
  const Node* node = reader.text("subject");
  if (node == nullptr) return;
  mail.subject = *node->text();
  for (const TemplateFault& fault : parse_template(mail.subject).faults) {
    reader.faults().push_back({Severity::kError,
                               toml_file::inside(*node, fault.offset),
                               fault.message,
                               {},
                               1,
                               "template"});
  }
}

// Where no eavesdropper can be, nothing need be hidden. A password never leaves in the clear
// elsewhere.
void read_starttls(TableReader& reader, MailConfig& mail) {
  const bool said = reader.any("starttls") != nullptr;
  const bool local = is_loopback_url(mail.server);
  mail.starttls = choice_at(reader, "starttls", {"required", "opportunistic", "none"});
  if (!said && local) mail.starttls = "opportunistic";
  if (!local && mail.starttls != "required" && mail.server.starts_with("smtp://") &&
      !mail.username.empty()) {
    reader.fault_at_key("username", "bad-value", "the password would leave in the clear",
                        "leave starttls out, or the user name");
  }
}

}  // namespace

void read_hook(TableReader& reader, HookConfig& hook) {
  hook.place = reader.place();
  hook.allow_private = reader.flag_or("allow_private", false);
  const bool allow_http = reader.flag_or("allow_http", false);
  check_url(reader, hook, allow_http);
  read_patterns(reader, hook);
  hook.shape = choice_at(reader, "shape", {"event", "zendesk", "freshdesk", "chatwoot"});
  hook.secret_file = reader.text_or("secret_file", "");
  hook.authorization_file = reader.text_or("authorization_file", "");
  hook.inbox = static_cast<int>(reader.integer_or("inbox", 0, 1, 2'000'000'000));
  refuse_inline_secrets(reader, {"secret", "key"}, "secret_file");
  refuse_inline_secrets(reader, {"authorization", "token", "password"}, "authorization_file");
  const bool is_event = hook.shape == "event";
  if (is_event && hook.secret_file.empty()) reader.missing("secret_file");
  if (!is_event && hook.authorization_file.empty()) reader.missing("authorization_file");
  if (hook.shape == "chatwoot" && hook.inbox == 0) reader.missing("inbox");
}

void read_mail(TableReader& root, MailConfig& mail) {
  const Node* node = root.table("mail");
  if (node == nullptr) return;
  mail.place = node->place;
  TableReader reader(*node->table(), mail.place, "mail", root.faults());
  mail.server = reader.required_text("server");
  read_from(reader, mail);
  read_subject(reader, mail);
  mail.username = reader.text_or("username", "");
  mail.password_file = reader.text_or("password_file", "");
  mail.ca_file = reader.text_or("ca_file", "");
  mail.allow_private = reader.flag_or("allow_private", false);
  refuse_inline_secrets(reader, {"password", "secret"}, "password_file");
  check_server(reader, mail);
  read_starttls(reader, mail);
  if (mail.username.empty() != mail.password_file.empty()) {
    reader.missing(mail.username.empty() ? "username" : "password_file");
  }
  reader.finish();
}

}  // namespace smsflow
