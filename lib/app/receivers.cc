#include "app/receivers.h"

#include "hook/standard_webhook.h"
#include "text/error.h"

namespace smsflow {
namespace {

std::vector<std::string> keys_of(const std::string& file) {
  std::vector<std::string> keys;
  if (file.empty()) return keys;
  for (const std::string& secret : read_secret_lines(file)) {
    std::optional<std::string> key = webhook_key(secret);
    if (!key) {
      throw Error(ErrorKind::kBadInput, "the secret is no key of Standard Webhooks", file,
                  "write whsec_ and 24 to 64 random bytes in base64: echo "
                  "whsec_$(openssl rand -base64 32)");
    }
    keys.push_back(*std::move(key));
  }
  return keys;
}

HookEndpoint endpoint_of(const HookConfig& config) {
  HookEndpoint endpoint{.name = config.name, .url = config.url, .shape = config.shape};
  endpoint.keys = keys_of(config.secret_file);
  if (!config.authorization_file.empty()) {
    endpoint.authorization = read_secret_lines(config.authorization_file).front();
  }
  endpoint.inbox = config.inbox;
  endpoint.allow_private = config.allow_private;
  return endpoint;
}

MailServer server_of(const MailConfig& config) {
  MailServer server;
  server.call.server = config.server;
  server.call.security = config.starttls == "required"        ? MailSecurity::kRequired
                         : config.starttls == "opportunistic" ? MailSecurity::kOpportunistic
                                                              : MailSecurity::kNone;
  server.call.username = config.username;
  if (!config.password_file.empty()) {
    server.call.password = read_secret_lines(config.password_file).front();
  }
  server.call.ca_file = config.ca_file;
  server.call.public_only = !config.allow_private;
  server.from = parse_mailbox(config.from).value_or(Mailbox{});
  server.call.from = server.from.address;
  return server;
}

}  // namespace

Receivers::Receivers(const Config& config) {
  for (const auto& [name, hook] : config.hooks) hooks_.emplace(name, endpoint_of(hook));
  if (!config.mail.server.empty()) mail_ = server_of(config.mail);
}

const HookEndpoint* Receivers::hook(std::string_view name) const {
  const auto found = hooks_.find(name);
  return found == hooks_.end() ? nullptr : &found->second;
}

}  // namespace smsflow
