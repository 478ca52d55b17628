// The kinds of providers, for make_provider only: each lives in its own file and throws
// Error{kBadInput} for a setup it cannot work with.
#pragma once

#include <memory>

#include "provider/provider.h"

namespace smsflow {

std::unique_ptr<Provider> make_file_provider(ProviderSetup setup);
std::unique_ptr<Provider> make_kannel_provider(ProviderSetup setup);
std::unique_ptr<Provider> make_twilio_provider(ProviderSetup setup);

}  // namespace smsflow
