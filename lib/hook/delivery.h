// Hooks to other systems: who gets which, the request, and what its answer means. At least once:
// the id is the idempotency key, the same in every attempt.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/client.h"
#include "time/instant.h"

namespace smsflow {

struct HookEndpoint {
  std::string name;
  std::string url;
  std::vector<std::string> keys;  // all of them sign; raw bytes
  std::string shape;              // "" or "event"; else of is_ticket_shape
  std::string authorization;      // header value for help desks; "" for none
  int inbox = 0;                  // Chatwoot's inbox_id
  bool allow_private = false;
};

// Whether one of the patterns ("appointment.*", "support.ticket", "*") is the event.
bool wants(const std::vector<std::string>& patterns, std::string_view event);

HttpCall hook_call(const HookEndpoint& endpoint, std::string_view id, std::string_view payload,
                   Instant now);

enum class HookOutcome {
  kDelivered,  // 2xx
  kRetry,      // anything else that may pass
  kDead,       // 410 Gone: the receiver wants no more of it
};
struct HookResult {
  HookOutcome outcome = HookOutcome::kRetry;
  std::string detail;
  std::optional<Duration> retry_after;  // the receiver's own wish, at most a day
};
HookResult read_hook(const HttpResult& result);

inline constexpr int kMaxHookAttempts = 10;
// 5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 2 h, 4 h, 8 h: about 16 hours in all.
Duration hook_backoff(int attempt);

}  // namespace smsflow
