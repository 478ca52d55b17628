#include "hook/standard_webhook.h"

#include <doctest/doctest.h>

#include "text/digest.h"

namespace smsflow::standard_webhook_test {
namespace {

// The vector of the Standard Webhooks reference libraries.
constexpr std::string_view kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr std::string_view kId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr std::string_view kBody = "{\"test\": 2432232314}";
constexpr std::int64_t kAtS = 1614265330;

Instant at_s(std::int64_t seconds) {
  return from_ms(seconds * 1000);
}

Headers signed_headers() {
  return sign_webhook({*webhook_key(kSecret)}, kId, at_s(kAtS), kBody);
}

bool accepts(const Headers& headers, std::string_view body, std::int64_t now_s) {
  return verify_webhook({*webhook_key(kSecret)}, headers, body, at_s(now_s)).authentic;
}

}  // namespace

TEST_CASE("the published vector is reproduced") {
  const Headers headers = signed_headers();
  CHECK(*find_header(headers, "webhook-signature") ==
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  CHECK(*find_header(headers, "webhook-timestamp") == "1614265330");
  CHECK(accepts(headers, kBody, kAtS));
}

TEST_CASE("timestamps hold for 300 s either way, to the second") {
  const Headers headers = signed_headers();
  CHECK(accepts(headers, kBody, kAtS + 300));
  CHECK(accepts(headers, kBody, kAtS - 300));
  CHECK_FALSE(accepts(headers, kBody, kAtS + 301));
  CHECK_FALSE(accepts(headers, kBody, kAtS - 301));
}

TEST_CASE("no changed byte passes") {
  const Headers headers = signed_headers();
  std::string body(kBody);
  for (std::size_t i = 0; i < body.size(); ++i) {
    std::string changed = body;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CHECK_FALSE(accepts(headers, changed, kAtS));
  }
  for (auto& [name, value] : Headers(headers)) {
    Headers changed = headers;
    for (auto& header : changed) {
      if (header.first == name) header.second += "0";
    }
    CHECK_FALSE(accepts(changed, kBody, kAtS));
  }
}

TEST_CASE("several signatures and several keys: one that matches is enough") {
  Headers headers = signed_headers();
  headers[2].second = "v1a,AAAA v1,bm90IHRoaXMgb25l " + headers[2].second;
  CHECK(accepts(headers, kBody, kAtS));
  const std::string other(32, 'k');
  CHECK(verify_webhook({other, *webhook_key(kSecret)}, signed_headers(), kBody, at_s(kAtS))
            .authentic);
  CHECK_FALSE(verify_webhook({other}, signed_headers(), kBody, at_s(kAtS)).authentic);
  CHECK_FALSE(verify_webhook({}, signed_headers(), kBody, at_s(kAtS)).authentic);
}

TEST_CASE("missing and doubled headers are refused by name") {
  for (const char* name : {"webhook-id", "webhook-timestamp", "webhook-signature"}) {
    Headers without;
    Headers twice = signed_headers();
    for (const auto& header : signed_headers()) {
      if (header.first != name) without.push_back(header);
      if (header.first == name) twice.push_back(header);
    }
    const std::vector<std::string> keys = {*webhook_key(kSecret)};
    CHECK(verify_webhook(keys, without, kBody, at_s(kAtS)).reason.find(name) != std::string::npos);
    CHECK_FALSE(verify_webhook(keys, twice, kBody, at_s(kAtS)).authentic);
  }
}

TEST_CASE("keys are base64 of 24 to 64 bytes") {
  CHECK(webhook_key("whsec_" + to_base64(std::string(24, 'a'))));
  CHECK(webhook_key(to_base64(std::string(64, 'a'))));
  CHECK_FALSE(webhook_key("whsec_" + to_base64(std::string(23, 'a'))));
  CHECK_FALSE(webhook_key("whsec_" + to_base64(std::string(65, 'a'))));
  CHECK_FALSE(webhook_key("whsec_not base64!"));
  CHECK_FALSE(webhook_key(""));
}

}  // namespace smsflow::standard_webhook_test
