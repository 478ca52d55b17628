#include "hook/delivery.h"

#include <array>

#include "hook/standard_webhook.h"
#include "hook/ticket.h"

namespace smsflow {

bool wants(const HookEndpoint& endpoint, std::string_view event) {
  for (const std::string& pattern : endpoint.events) {
    if (pattern == "*" || pattern == event) return true;
    if (pattern.ends_with(".*") &&
        event.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1))) {
      return true;
    }
  }
  return false;
}

HttpCall hook_call(const HookEndpoint& endpoint, std::string_view id, std::string_view payload,
                   Instant now) {
  HttpCall call{.url = endpoint.url, .timeout_ms = 15'000};
  call.body =
      endpoint.shape.empty() ? std::string(payload) : ticket_body(endpoint.shape, id, payload);
  call.headers = {{"Content-Type", "application/json"}, {"Idempotency-Key", std::string(id)}};
  if (!endpoint.authorization.empty()) {
    call.headers.emplace_back("Authorization", endpoint.authorization);
  }
  if (!endpoint.key.empty()) {
    for (auto& header : sign_webhook(endpoint.key, id, now, call.body)) {
      call.headers.push_back(std::move(header));
    }
  }
  return call;
}

HookResult read_hook(const HttpResult& result) {
  if (result.outcome != HttpOutcome::kAnswered) return {HookOutcome::kRetry, result.problem};
  const std::string status = "HTTP " + std::to_string(result.status);
  if (result.status >= 200 && result.status < 300) return {HookOutcome::kDelivered, status};
  if (result.status == 410) return {HookOutcome::kDead, status + ": gone"};
  return {HookOutcome::kRetry, status};
}

Duration hook_backoff(int attempt) {
  static constexpr auto kSteps_s =
      std::to_array<int>({5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800});
  const auto index = static_cast<std::size_t>(attempt < 1 ? 0 : attempt - 1);
  return std::chrono::seconds{index < kSteps_s.size() ? kSteps_s[index] : kSteps_s.back()};
}

}  // namespace smsflow
