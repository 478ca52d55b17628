#include "provider/webhook_path.h"

#include <fmt/format.h>

#include <algorithm>

namespace smsflow {
namespace {

constexpr Webhook kWebhooks[] = {Webhook::kInbound, Webhook::kStatus};

}  // namespace

std::vector<std::string_view> path_parts(std::string_view path) {
  constexpr std::size_t kMaxParts = 6;
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    if (path.front() != '/' || parts.size() == kMaxParts) return {};
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    parts.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return parts;
}

std::optional<Webhook> webhook_named(std::string_view part) {
  for (const Webhook webhook : kWebhooks) {
    if (part == name(webhook)) return webhook;
  }
  return std::nullopt;
}

void WebhookPaths::add(const Provider& provider) {
  for (const std::string& folder : provider.webhook_folders()) {
    for (const Webhook webhook : kWebhooks) {
      found_.try_emplace(fmt::format("{}/{}", folder, name(webhook)), Found{&provider, webhook});
    }
  }
}

const WebhookPaths::Found* WebhookPaths::find(std::string_view path) const {
  if (const auto found = found_.find(path); found != found_.end()) return &found->second;
  std::vector<std::string_view> parts = path_parts(path);
  if (parts.size() < 3) return nullptr;
  const std::string name = percent_encode(percent_decode(parts[1]));
  parts[1] = name;
  std::string_view& before_last = parts[parts.size() - 2];
  // With its name as we write it, then with a secret in that place.
  for (const std::string_view part : {before_last, std::string_view("*")}) {
    before_last = part;
    const auto found = found_.find(fmt::format("/{}", fmt::join(parts, "/")));
    if (found != found_.end()) return &found->second;
  }
  return nullptr;
}

std::string join_url(std::string_view base, std::string_view path) {
  while (base.ends_with('/')) base.remove_suffix(1);
  return std::string(base) + std::string(path);
}

}  // namespace smsflow
