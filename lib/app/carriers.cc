#include "app/carriers.h"

#include <algorithm>

#include "text/digest.h"
#include "text/error.h"

namespace smsflow {
namespace {

ProviderSetup setup_of(ProviderConfig config, Secrets secrets) {
  if (secrets == Secrets::kRead) {
    read_secrets(config);
  } else {
    config.secrets = {"not read"};
    config.token.clear();
  }
  return {.name = config.name,
          .kind = config.kind,
          .account = config.account,
          .secrets = config.secrets,
          .token = config.token,
          .public_url = config.public_url,
          .api_url = config.api_url,
          .path = config.path};
}

}  // namespace

Carriers::Carriers(const Config& config, Secrets secrets) : config_(config) {
  for (const auto& [name, provider] : config.providers) {
    providers_.emplace(name, make_provider(setup_of(provider, secrets)));
  }
}

Carriers::Carriers(const Config& config, std::unique_ptr<Provider> provider)
    : config_(config), only_(provider.get()) {
  std::string name = provider->setup().name;
  providers_.emplace(std::move(name), std::move(provider));
}

const Provider* Carriers::find(std::string_view name) const {
  if (only_) return only_;
  const auto found = providers_.find(name);
  return found == providers_.end() ? nullptr : found->second.get();
}

std::optional<Route> Carriers::route(std::string_view sticky_number,
                                     std::string_view workflow_sender,
                                     std::string_view contact) const {
  const auto made = [this](const SenderConfig& sender, std::string number) -> std::optional<Route> {
    const Provider* provider = find(sender.provider);
    if (!provider) return std::nullopt;
    return Route{std::move(number), &sender, provider};
  };
  const SenderConfig* chosen = nullptr;
  for (const auto& [name, sender] : config_.senders) {
    const bool holds_sticky = std::find(sender.numbers.begin(), sender.numbers.end(),
                                        sticky_number) != sender.numbers.end();
    const bool named = workflow_sender.empty() || workflow_sender == name;
    if (holds_sticky && named) return made(sender, std::string(sticky_number));
    if (!chosen && named) chosen = &sender;
  }
  if (!chosen || chosen->numbers.empty()) return std::nullopt;
  if (chosen->numbers.size() == 1) return made(*chosen, chosen->numbers.front());
  const std::size_t index = hash64("sender\x1f" + std::string(contact)) % chosen->numbers.size();
  return made(*chosen, chosen->numbers[index]);
}

}  // namespace smsflow
