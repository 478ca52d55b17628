#include "hook/delivery.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "hook/standard_webhook.h"
#include "hook/ticket.h"

namespace smsflow {

TEST_CASE("patterns choose events") {
  const HookEndpoint endpoint{.events = {"appointment.*", "ticket"}};
  CHECK(wants(endpoint, "appointment.confirmed"));
  CHECK(wants(endpoint, "ticket"));
  CHECK_FALSE(wants(endpoint, "appointments.confirmed"));
  CHECK_FALSE(wants(endpoint, "ticket.opened"));
  CHECK_FALSE(wants({}, "ticket"));
  CHECK(wants({.events = {"*"}}, "anything"));
}

TEST_CASE("every attempt carries the same id, and a signature of its own moment") {
  const HookEndpoint endpoint{.url = "https://receiver.example/hook", .key = std::string(32, 'k')};
  const Instant first = from_ms(1'700'000'000'000);
  const HttpCall one = hook_call(endpoint, "i1", "{}", first);
  const HttpCall two = hook_call(endpoint, "i1", "{}", first + std::chrono::hours{1});
  CHECK(*find_header(one.headers, "webhook-id") == *find_header(two.headers, "webhook-id"));
  CHECK(*find_header(one.headers, "idempotency-key") == "i1");
  CHECK(*find_header(one.headers, "webhook-signature") !=
        *find_header(two.headers, "webhook-signature"));
  CHECK(judge_webhook({endpoint.key}, two.headers, two.body, first + std::chrono::hours{1})
            .authentic);
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

TEST_CASE("tickets are JSON of the documented shape, whatever customers write") {
  const std::string payload =
      R"({"type":"ticket","data":{"workflow":"support","key":"m1","priority":"high",)"
      R"("reason":"asked for \"a person\"","transcript":"they: <b>hi</b>","fields":{"order":"7"}}})";
  const auto zendesk = nlohmann::json::parse(ticket_body("zendesk", "i1", payload));
  CHECK(zendesk["ticket"]["priority"] == "urgent");
  CHECK(zendesk["ticket"]["external_id"] == "i1");
  CHECK(zendesk["ticket"]["comment"]["body"] == "they: <b>hi</b>\norder: 7");
  const auto freshdesk = nlohmann::json::parse(ticket_body("freshdesk", "i1", payload));
  CHECK(freshdesk["priority"] == 4);
  CHECK(freshdesk["status"] == 2);
  CHECK(nlohmann::json::parse(ticket_body("chatwoot", "i1", "garbage"))["source_id"] == "i1");
  CHECK_FALSE(is_ticket_shape("jira"));
}

}  // namespace smsflow
