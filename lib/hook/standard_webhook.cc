#include "hook/standard_webhook.h"

#include <charconv>

#include "text/digest.h"
#include "text/hmac.h"

namespace smsflow {
namespace {

constexpr std::int64_t kToleranceS = 300;
constexpr std::size_t kMinKeyBytes = 24;
constexpr std::size_t kMaxKeyBytes = 64;

std::string signature(std::string_view key, std::string_view id, std::string_view timestamp,
                      std::string_view body) {
  std::string content;
  content.reserve(id.size() + timestamp.size() + body.size() + 2);
  content.append(id).append(".").append(timestamp).append(".").append(body);
  return to_base64(Hmac("SHA256", key).sign(content));
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The header is a list with spaces between; versions we do not know are passed over.
bool any_matches(std::string_view list, const std::vector<std::string>& expected) {
  bool matches = false;
  while (!list.empty()) {
    const std::size_t space = list.find(' ');
    const std::string_view one = list.substr(0, space);
    list.remove_prefix(space == std::string_view::npos ? list.size() : space + 1);
    if (!one.starts_with("v1,")) continue;
    for (const std::string& wanted : expected) {
      matches = equal_constant_time(one.substr(3), wanted) || matches;
    }
  }
  return matches;
}

}  // namespace

std::optional<std::string> webhook_key(std::string_view secret) {
  if (secret.starts_with("whsec_")) secret.remove_prefix(6);
  std::optional<std::string> key = from_base64(secret);
  if (!key || key->size() < kMinKeyBytes || key->size() > kMaxKeyBytes) return std::nullopt;
  return key;
}

Headers sign_webhook(const std::vector<std::string>& keys, std::string_view id, Instant at,
                     std::string_view body) {
  const std::string timestamp = std::to_string(to_ms(at) / 1000);
  std::string signatures;
  for (const std::string& key : keys) {
    signatures += (signatures.empty() ? "v1," : " v1,") + signature(key, id, timestamp, body);
  }
  return {{"webhook-id", std::string(id)},
          {"webhook-timestamp", timestamp},
          {"webhook-signature", std::move(signatures)}};
}

WebhookVerification verify_webhook(const std::vector<std::string>& keys, const Headers& headers,
                                   std::string_view body, Instant now) {
  for (const char* needed : {"webhook-id", "webhook-timestamp", "webhook-signature"}) {
    const int count = count_headers(headers, needed);
    if (count == 0) return {false, {}, std::string("header ") + needed + " is missing"};
    if (count > 1) return {false, {}, std::string("header ") + needed + " comes twice"};
  }
  const std::string_view id = *find_header(headers, "webhook-id");
  const std::string_view timestamp = *find_header(headers, "webhook-timestamp");
  const std::optional<std::int64_t> sent_s = whole_number(timestamp);
  if (id.empty() || !sent_s) return {false, {}, "webhook-id or webhook-timestamp cannot be read"};
  const std::int64_t age_s = to_ms(now) / 1000 - *sent_s;
  if (age_s > kToleranceS) return {false, {}, "timestamp too old"};
  if (age_s < -kToleranceS) return {false, {}, "timestamp in the future"};
  std::vector<std::string> expected;
  expected.reserve(keys.size());
  for (const std::string& key : keys) expected.push_back(signature(key, id, timestamp, body));
  if (!any_matches(*find_header(headers, "webhook-signature"), expected)) {
    return {false, {}, "signature does not match"};
  }
  return {true, std::string(id), {}};
}

}  // namespace smsflow
