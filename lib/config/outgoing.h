// [hook.NAME] and [mail] of smsflow.toml: where events, tickets and mails go.
#pragma once

#include <string>
#include <vector>

#include "text/diagnostic.h"

namespace smsflow {

struct HookConfig {
  std::string name;
  std::string url;
  std::string secret_file;                  // "whsec_..." a line; all of them sign
  std::vector<std::string> events = {"*"};  // "appointment.*", "support.ticket"
  std::string shape = "event";              // or "zendesk", "freshdesk", "chatwoot"
  std::string authorization_file;           // a help desk's header value or token, one line
  int inbox = 0;                            // Chatwoot's inbox_id
  bool allow_private = false;               // loopback, private and link-local addresses
  Place place;
};

struct MailConfig {
  std::string server;  // "smtp://HOST:PORT" or "smtps://HOST:PORT"; "": no mail leaves
  std::string from;    // "desk@example.org" or "Front desk <desk@example.org>"
  std::string subject = "A message from {brand}";
  std::string username;
  std::string password_file;
  std::string starttls = "required";  // or "opportunistic", "none"
  std::string ca_file;                // besides the system's
  bool allow_private = false;
  Place place;
};

}  // namespace smsflow
