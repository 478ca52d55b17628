// Standard Webhooks (standardwebhooks.com): the headers that sign what we post to other systems,
// and that prove what they post to us. HMAC-SHA256 over "id.timestamp.body", base64, "v1,".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "time/instant.h"

namespace smsflow {

// The key behind "whsec_<base64>"; a secret without the prefix is base64 as well. Nothing when it
// is neither, or shorter than 24 bytes or longer than 64.
std::optional<std::string> webhook_key(std::string_view secret);

// webhook-id, webhook-timestamp and webhook-signature for a body. Every key signs, so that a
// receiver may hold the old or the new one while a secret is changed.
Headers sign_webhook(const std::vector<std::string>& keys, std::string_view id, Instant at,
                     std::string_view body);

struct WebhookVerification {
  bool authentic = false;
  std::string id;      // webhook-id: the event key
  std::string reason;  // "signature does not match", "timestamp too old", ...
};

// Any of `keys` may have signed; timestamps may be off by 300 s either way. Constant time.
WebhookVerification verify_webhook(const std::vector<std::string>& keys, const Headers& headers,
                                   std::string_view body, Instant now);

}  // namespace smsflow
