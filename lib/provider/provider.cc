#include "provider/provider.h"

#include <fmt/format.h>

#include "provider/kinds.h"
#include "text/error.h"
#include "text/nearest.h"

namespace smsflow {
namespace {

struct Kind {
  const char* name;
  std::unique_ptr<Provider> (*make)(ProviderSetup);
};

constexpr Kind kKinds[] = {
    {"file", make_file_provider},
    {"kannel", make_kannel_provider},
    {"twilio", make_twilio_provider},
};

std::string known_kinds() {
  return fmt::format("known kinds: {}", fmt::join(provider_kinds(), ", "));
}

}  // namespace

std::string_view name(Webhook webhook) {
  return webhook == Webhook::kInbound ? "inbound" : "status";
}

Reception Provider::receive(const HttpRequest& request, std::string_view url, Webhook webhook,
                            Instant received_at) const {
  Verification verification = verify(request, url);
  Reception reception;
  reception.signed_text = std::move(verification.signed_text);
  if (verification.authentic) {
    reception.said = read(Proven(request, verification.fields, received_at), webhook);
  } else {
    reception.reason = std::move(verification.reason);
  }
  return reception;
}

Provider::Verification Provider::verify(const HttpRequest&, std::string_view) const {
  Verification verification;
  verification.reason = fmt::format("a {} provider receives nothing", setup_.kind);
  return verification;
}

Said Provider::read(const Proven&, Webhook) const {
  return Unreadable{fmt::format("a {} provider receives nothing", setup_.kind)};
}

SendResult Provider::deliver(const OutboundMessage&) const {
  SendResult result;
  result.outcome = SendOutcome::kNotSent;
  result.error = ErrorClass::kSender;
  result.detail = fmt::format("provider {} sends over the network", setup_.name);
  return result;
}

std::unique_ptr<Provider> make_provider(ProviderSetup setup) {
  for (const Kind& kind : kKinds) {
    if (setup.kind == kind.name) return kind.make(std::move(setup));
  }
  const std::string near = nearest(setup.kind, provider_kinds());
  throw Error(ErrorKind::kBadInput,
              fmt::format("provider {} is of the unknown kind \"{}\"", setup.name, setup.kind), {},
              near.empty() ? known_kinds() : fmt::format("did you mean \"{}\"?", near));
}

const std::vector<std::string>& provider_kinds() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Kind& kind : kKinds) all.emplace_back(kind.name);
    return all;
  }();
  return names;
}

}  // namespace smsflow
