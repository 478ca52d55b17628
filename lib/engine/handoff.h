// Work for a person: why, for which queue, until when.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message/phone_number.h"
#include "time/business_hours.h"
#include "time/instant.h"

namespace smsflow {

// Do not renumber: stored in the log.
enum class HandoffStatus { kOpen = 0, kClaimed = 1, kResolved = 2 };
std::string_view name(HandoffStatus status);

struct Handoff {
  std::string id;  // handoff_id(...) below
  std::string queue;
  std::string reason;        // "asked for a person", "sensitive: medical", "unclear twice", ...
  std::string priority;      // "" or "high"
  std::string conversation;  // may be ""
  std::string workflow;
  std::string key;
  PhoneNumber contact;
  std::string message;  // inbound message that caused it; may be ""
  HandoffStatus status = HandoffStatus::kOpen;
  std::string agent;
  std::string label;  // what the person says the reply meant
  Instant opened_at;
  std::optional<Instant> first_response_due;
  std::optional<Instant> resolution_due;
  std::optional<Instant> responded_at;
  std::optional<Instant> resolved_at;
  int alerts = 0;  // reminders that nobody attends to it
  Instant changed_at;
  bool operator==(const Handoff&) const = default;
};

// "h" and 12 hex digits of SHA-256 over the three: nothing that tells the contact's number.
std::string handoff_id(std::string_view conversation, std::string_view occurrence,
                       std::string_view reason);

// What the engine must know of a queue: [queue.NAME] of the configuration, or the workflow's hours.
struct Desk {
  std::string name;
  bool configured = true;  // false: nobody configured such a queue
  BusinessHours hours;
  std::optional<Duration> first_response;
  std::optional<Duration> resolution;
  bool business_clock = true;
  std::string priority_queue;
  std::string holding;      // template; empty: the built-in one
  std::string after_hours;  // template with {back}
  std::string hook;
};

}  // namespace smsflow
