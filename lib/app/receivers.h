// Where hooks and mails go, secrets read: what Carriers are to texts.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "config/config.h"
#include "hook/delivery.h"
#include "http/mail_client.h"
#include "text/mailbox.h"

namespace smsflow {

struct MailServer {
  MailCall call;  // without the addresses and the message
  Mailbox from;
};

class Receivers {
 public:
  // Throws Error{kBadInput} for a secret that is missing, readable by others, or no key.
  explicit Receivers(const Config& config);

  const std::map<std::string, HookEndpoint, std::less<>>& hooks() const { return hooks_; }
  const HookEndpoint* hook(std::string_view name) const;
  const std::optional<MailServer>& mail() const { return mail_; }

 private:
  std::map<std::string, HookEndpoint, std::less<>> hooks_;
  std::optional<MailServer> mail_;
};

}  // namespace smsflow
