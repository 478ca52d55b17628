#include "hook/delivery.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "hook/standard_webhook.h"
#include "hook/ticket.h"

namespace smsflow {
namespace {

constexpr int kCallTimeoutMs = 15'000;
constexpr std::int64_t kMaxRetryAfterS = std::int64_t{24} * 60 * 60;

// RFC 9110, 10.2.3, as seconds; its other form, a date, is left to our own schedule.
std::optional<Duration> retry_after(const Headers& headers) {
  const auto value = find_header(headers, "Retry-After");
  if (!value) return std::nullopt;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), seconds);
  if (error != std::errc() || end != value->data() + value->size() || seconds < 0) {
    return std::nullopt;
  }
  return std::chrono::seconds{std::min(seconds, kMaxRetryAfterS)};
}

}  // namespace

bool wants(const std::vector<std::string>& patterns, std::string_view event) {
  return std::any_of(patterns.begin(), patterns.end(), [event](std::string_view pattern) {
    if (pattern == "*" || pattern == event) return true;
    return pattern.ends_with(".*") && event.starts_with(pattern.substr(0, pattern.size() - 1));
  });
}

HttpCall hook_call(const HookEndpoint& endpoint, std::string_view id, std::string_view payload,
                   Instant now) {
  HttpCall call{.url = endpoint.url, .timeout_ms = kCallTimeoutMs};
  call.public_only = !endpoint.allow_private;
  call.status_only = true;
  const bool is_ticket = is_ticket_shape(endpoint.shape);
  call.body =
      is_ticket ? ticket_body({endpoint.shape, id, endpoint.inbox}, payload) : std::string(payload);
  call.headers = {{"Content-Type", "application/json"}, {"Idempotency-Key", std::string(id)}};
  if (!endpoint.authorization.empty()) {
    const char* header = endpoint.shape == "chatwoot" ? "api_access_token" : "Authorization";
    call.headers.emplace_back(header, endpoint.authorization);
  }
  if (!endpoint.keys.empty()) {
    for (auto& header : sign_webhook(endpoint.keys, id, now, call.body)) {
      call.headers.push_back(std::move(header));
    }
  }
  return call;
}

HookResult read_hook(const HttpResult& result) {
  if (result.outcome != HttpOutcome::kAnswered) return {HookOutcome::kRetry, result.problem, {}};
  const std::string status = "HTTP " + std::to_string(result.status);
  if (result.status >= 200 && result.status < 300) return {HookOutcome::kDelivered, status, {}};
  if (result.status >= 300 && result.status < 400) {
    return {HookOutcome::kRetry, status + ": redirects are not followed", {}};
  }
  if (result.status == 410) return {HookOutcome::kDead, status + ": gone", {}};
  return {HookOutcome::kRetry, status, retry_after(result.headers)};
}

Duration hook_backoff(int attempt) {
  static constexpr auto kSteps_s =
      std::to_array<int>({5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800});
  const auto index = static_cast<std::size_t>(attempt < 1 ? 0 : attempt - 1);
  return std::chrono::seconds{index < kSteps_s.size() ? kSteps_s[index] : kSteps_s.back()};
}

}  // namespace smsflow
