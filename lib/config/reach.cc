#include "config/config.h"
#include "config/read.h"

namespace smsflow {

std::string reaches_beyond_loopback(const Config& config) {
  for (const auto& [name, provider] : config.providers) {
    if (provider.kind != "file" && !is_loopback_url(provider.api_url)) return "provider " + name;
  }
  for (const auto& [name, hook] : config.hooks) {
    if (!is_loopback_url(hook.url)) return "hook " + name;
  }
  const bool mails = !config.mail.server.empty();
  return mails && !is_loopback_url(config.mail.server) ? "the mail server" : "";
}

}  // namespace smsflow
