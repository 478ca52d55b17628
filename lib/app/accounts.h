// The accounts a log serves. A log that is started with another one would take what happened there
// for its own: who was asked, who said STOP, what may still be under way.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/config.h"
#include "engine/change.h"

namespace smsflow {

// Of every provider that is configured, each once.
std::vector<AccountServed> accounts_of(const Config& config);

// Whether any sender's texts really leave: by any provider but `file`.
bool sends_for_real(const Config& config);

// An account that stands where another one stood.
struct Replaced {
  AccountServed served;
  AccountServed configured;
};
// Nothing when what is configured is served already, or was added beside it. A kind whose accounts
// are all others now was replaced, and so was everything when nothing of it is left.
std::optional<Replaced> replaced_account(const std::vector<AccountServed>& served,
                                         const std::vector<AccountServed>& configured);

// "twilio AC..."; "file" for what has no account.
std::string shown(const AccountServed& account);

}  // namespace smsflow
