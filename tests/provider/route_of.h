// Which webhook of a provider a path is: "inbound", "status", or "" for none of them.
#pragma once

#include "provider/webhook_path.h"

namespace smsflow {

inline std::string route_of(const Provider& provider, std::string_view path) {
  WebhookPaths paths;
  paths.add(provider);
  const WebhookPaths::Found* found = paths.find(path);
  return found == nullptr ? "" : std::string(name(found->webhook));
}

}  // namespace smsflow
