#include "app/accounts.h"

#include <algorithm>

namespace smsflow {
namespace {

bool holds(const std::vector<AccountServed>& accounts, const AccountServed& account) {
  return std::find(accounts.begin(), accounts.end(), account) != accounts.end();
}

}  // namespace

std::vector<AccountServed> accounts_of(const Config& config) {
  std::vector<AccountServed> accounts;
  for (const auto& [name, provider] : config.providers) {
    AccountServed account{provider.kind, provider.account};
    if (!holds(accounts, account)) accounts.push_back(std::move(account));
  }
  return accounts;
}

bool sends_for_real(const Config& config) {
  return std::any_of(config.senders.begin(), config.senders.end(), [&](const auto& sender) {
    const auto provider = config.providers.find(sender.second.provider);
    return provider != config.providers.end() && provider->second.kind != "file";
  });
}

std::optional<Replaced> replaced_account(const std::vector<AccountServed>& served,
                                         const std::vector<AccountServed>& configured) {
  const auto is_left = [&](const AccountServed& account) { return holds(configured, account); };
  const bool any_left = std::any_of(served.begin(), served.end(), is_left);
  for (const AccountServed& account : configured) {
    if (served.empty() || holds(served, account)) continue;
    if (!any_left) return Replaced{served.front(), account};
    const AccountServed* gone = nullptr;
    bool kind_left = false;
    for (const AccountServed& known : served) {
      if (known.kind != account.kind) continue;
      kind_left = kind_left || is_left(known);
      gone = &known;
    }
    if (gone && !kind_left) return Replaced{*gone, account};
  }
  return std::nullopt;
}

std::string shown(const AccountServed& account) {
  return account.account.empty() ? account.kind : account.kind + " " + account.account;
}

}  // namespace smsflow
