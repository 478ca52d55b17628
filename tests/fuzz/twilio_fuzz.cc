// Whatever comes to a carrier's webhook or back from its API is read, refused or called unclear;
// what was not signed with the key is never accepted, and what was always is.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "provider/mail_date.h"
#include "provider/provider.h"
#include "provider/twilio_signature.h"
#include "provider/webhook_path.h"

namespace {

using namespace smsflow;

constexpr const char* kKey = "5f2b8e0c3d7a4916b1e0d4c7a9f83652";

std::unique_ptr<Provider> provider_of(const char* kind) {
  ProviderSetup setup;
  setup.name = "main";
  setup.kind = kind;
  setup.account = "AC0123456789abcdef0123456789abcdef";
  setup.secrets = {kKey};
  setup.token = kKey;
  setup.public_url = "https://hooks.example.com";
  return make_provider(setup);
}

// The input up to the next zero byte, or all that is left.
std::string next_part(std::string_view& input) {
  const std::size_t end = std::min(input.find('\0'), input.size());
  std::string part(input.substr(0, end));
  input.remove_prefix(std::min(end + 1, input.size()));
  return part;
}

void receive(const Provider& twilio, const std::string& target, const std::string& type,
             const std::string& signature, const std::string& body) {
  const std::string url = "https://hooks.example.com" + target;
  HttpRequest request{"POST", target, {{"X-Twilio-Signature", signature}}, body};
  if (!type.empty()) request.headers.emplace_back("Content-Type", type);
  if (twilio.receive(request, url, Webhook::kInbound, Instant{}).said) std::abort();
  request.headers = {{"X-Twilio-Signature", sign_as_twilio(kKey, url, body)}};
  for (const Webhook webhook : {Webhook::kInbound, Webhook::kStatus}) {
    const bool genuine = twilio.receive(request, url, webhook, Instant{}).said.has_value();
    if (!genuine && target.find("bodySHA256") == std::string::npos) std::abort();
  }
}

void hear_back(const Provider& provider, const std::string& head, const std::string& body) {
  static const OutboundMessage message{
      "i", *PhoneNumber::from_e164("+13125550123"), {"+13125550100"}, "Hi", "", Duration{0}};
  HttpResult result;
  result.outcome = HttpOutcome::kAnswered;
  result.headers = {{"Retry-After", head}, {"Date", "Thu, 24 Aug 2023 05:01:45 GMT"}};
  result.body = body;
  for (const int status : {200, 201, 202, 302, 400, 403, 404, 429, 500}) {
    result.status = status;
    const SendResult sent = provider.read_send(result);
    if (sent.retry_after &&
        (*sent.retry_after < Duration{0} || *sent.retry_after > Duration{std::chrono::hours{1}})) {
      std::abort();
    }
    if (status >= 300 && sent.outcome == SendOutcome::kAccepted) std::abort();
    provider.read_find({{result}, {}}, message, Instant{});
  }
}

void receive_from_kannel(const Provider& kannel, const std::string& query) {
  const HttpRequest request{"GET", std::string("/kannel/") + kKey + "/inbound?" + query, {}, ""};
  for (const Webhook webhook : {Webhook::kInbound, Webhook::kStatus}) {
    if (!kannel.receive(request, "", webhook, Instant{}).said) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::unique_ptr<Provider> twilio = provider_of("twilio");
  static const std::unique_ptr<Provider> kannel = provider_of("kannel");
  std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string target = "/" + next_part(input);
  const std::string type = next_part(input);
  const std::string signature = next_part(input);
  const std::string body(input);
  receive(*twilio, target, type, signature, body);
  hear_back(*twilio, type, body);
  hear_back(*kannel, type, body);
  receive_from_kannel(*kannel, body);
  static const WebhookPaths paths = [] {
    WebhookPaths all;
    for (const auto* each : {&twilio, &kannel}) all.add(**each);
    return all;
  }();
  paths.find(target);
  parse_mail_date(body);
  return 0;
}
