// The providers and sender numbers of an installation.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "config/config.h"
#include "provider/provider.h"

namespace smsflow {

// Where a text leaves: the number and who carries it.
struct Route {
  std::string number;
  const SenderConfig* sender = nullptr;
  const Provider* provider = nullptr;
};

// A plan posts nothing: whoever may read the log can make one, and not the secrets.
enum class Secrets { kRead, kNotNeeded };

class Carriers {
 public:
  // Makes every configured provider. Throws Error{kBadInput}.
  explicit Carriers(const Config& config, Secrets secrets = Secrets::kRead);
  // The same senders, but every text goes to `provider` (simulate, tests).
  Carriers(const Config& config, std::unique_ptr<Provider> provider);

  const Config& config() const { return config_; }
  const std::map<std::string, std::unique_ptr<Provider>, std::less<>>& all() const {
    return providers_;
  }
  const Provider* find(std::string_view name) const;

  // The route of a text: the number the contact is used to when it is still ours, else one of the
  // workflow's sender (a pool gives a contact always the same), else of the only sender.
  std::optional<Route> route(std::string_view sticky_number, std::string_view workflow_sender,
                             std::string_view contact) const;

 private:
  const Config& config_;
  std::map<std::string, std::unique_ptr<Provider>, std::less<>> providers_;
  const Provider* only_ = nullptr;
};

}  // namespace smsflow
