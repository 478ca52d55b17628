// The paths of webhooks: /KIND/inbound and /KIND/status, and /KIND/NAME/... where NAME is the
// [provider.NAME] it is for.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "provider/provider.h"

namespace smsflow {

// Whose webhook a path is; made at start. Providers outlive it.
class WebhookPaths {
 public:
  // A path that two of them claim is the first one's: with more than one of a kind, the paths with
  // a name tell them apart.
  void add(const Provider& provider);

  struct Found {
    const Provider* provider = nullptr;
    Webhook webhook = Webhook::kInbound;
  };
  // Null when it is nobody's. The name may be escaped in any way.
  const Found* find(std::string_view path) const;

 private:
  std::map<std::string, Found, std::less<>> found_;
};

// "/twilio/main/status" is {"twilio", "main", "status"}; nothing when it does not begin with a
// slash or has more than six parts.
std::vector<std::string_view> path_parts(std::string_view path);

// The webhook that ends a path with this part; nothing for other words.
std::optional<Webhook> webhook_named(std::string_view part);

// "https://hooks.example.com" and "/twilio/status" joined by one slash.
std::string join_url(std::string_view base, std::string_view path);

}  // namespace smsflow
