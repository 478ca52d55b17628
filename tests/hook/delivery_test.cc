#include "hook/delivery.h"

#include <doctest/doctest.h>

#include "hook/standard_webhook.h"

namespace smsflow::delivery_test {

TEST_CASE("patterns choose events") {
  const std::vector<std::string> patterns = {"appointment.*", "ticket"};
  CHECK(wants(patterns, "appointment.confirmed"));
  CHECK(wants(patterns, "ticket"));
  CHECK_FALSE(wants(patterns, "appointments.confirmed"));
  CHECK_FALSE(wants(patterns, "ticket.opened"));
  CHECK_FALSE(wants({}, "ticket"));
  CHECK(wants({"*"}, "anything"));
}

TEST_CASE("every attempt carries the same id, and a signature of its own moment") {
  const HookEndpoint endpoint{.url = "https://receiver.example/hook",
                              .keys = {std::string(32, 'k'), std::string(32, 'o')}};
  const Instant first = from_ms(1'700'000'000'000);
  const HttpCall one = hook_call(endpoint, "i1", "{}", first);
  const HttpCall two = hook_call(endpoint, "i1", "{}", first + std::chrono::hours{1});
  CHECK(*find_header(one.headers, "webhook-id") == *find_header(two.headers, "webhook-id"));
  CHECK(*find_header(one.headers, "idempotency-key") == "i1");
  CHECK(*find_header(one.headers, "webhook-signature") !=
        *find_header(two.headers, "webhook-signature"));
  for (const std::string& key : endpoint.keys) {
    CHECK(verify_webhook({key}, two.headers, two.body, first + std::chrono::hours{1}).authentic);
  }
}

TEST_CASE("a private address needs leave, and the answer's body is nobody's") {
  HookEndpoint endpoint{.url = "https://receiver.example/hook"};
  CHECK(hook_call(endpoint, "i1", "{}", {}).public_only);
  endpoint.allow_private = true;
  const HttpCall call = hook_call(endpoint, "i1", "{}", {});
  CHECK_FALSE(call.public_only);
  CHECK(call.status_only);
  CHECK_FALSE(find_header(call.headers, "webhook-signature"));
}

TEST_CASE("each help desk has its own header to authorise with") {
  HookEndpoint endpoint{
      .url = "https://desk.example", .shape = "zendesk", .authorization = "Basic x"};
  CHECK(*find_header(hook_call(endpoint, "i1", "{}", {}).headers, "Authorization") == "Basic x");
  endpoint.shape = "chatwoot";
  const HttpCall call = hook_call(endpoint, "i1", "{}", {});
  CHECK(*find_header(call.headers, "api_access_token") == "Basic x");
  CHECK_FALSE(find_header(call.headers, "Authorization"));
}

TEST_CASE("a receiver may say when to come back, within a day") {
  const auto wish = [](const char* value) {
    return read_hook({.outcome = HttpOutcome::kAnswered,
                      .status = 503,
                      .headers = {{"Retry-After", value}}})
        .retry_after;
  };
  CHECK(wish("120") == std::chrono::seconds{120});
  CHECK(wish("999999999") == std::chrono::hours{24});
  CHECK_FALSE(wish("-1"));
  CHECK_FALSE(wish("soon"));
  CHECK_FALSE(wish("99999999999999999999999999"));
}

TEST_CASE("only a 2xx delivers, only 410 ends it") {
  struct Case {
    HttpOutcome outcome;
    int status;
    HookOutcome expected;
  };
  for (const Case& one : {Case{HttpOutcome::kAnswered, 200, HookOutcome::kDelivered},
                          Case{HttpOutcome::kAnswered, 204, HookOutcome::kDelivered},
                          Case{HttpOutcome::kAnswered, 302, HookOutcome::kRetry},
                          Case{HttpOutcome::kAnswered, 400, HookOutcome::kRetry},
                          Case{HttpOutcome::kAnswered, 410, HookOutcome::kDead},
                          Case{HttpOutcome::kAnswered, 500, HookOutcome::kRetry},
                          Case{HttpOutcome::kNotSent, 0, HookOutcome::kRetry},
                          Case{HttpOutcome::kBroken, 200, HookOutcome::kRetry}}) {
    CHECK(read_hook({.outcome = one.outcome, .status = one.status}).outcome == one.expected);
  }
}

TEST_CASE("waits grow and then stay") {
  for (int attempt = 1; attempt < 9; ++attempt) {
    CHECK(hook_backoff(attempt) < hook_backoff(attempt + 1));
  }
  CHECK(hook_backoff(9) == hook_backoff(500));
  CHECK(hook_backoff(-3) == std::chrono::seconds{5});
}

}  // namespace smsflow::delivery_test
