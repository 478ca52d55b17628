// What goes out and what comes in. Two types on purpose: nothing in smsflow has a direction flag.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "message/phone_number.h"
#include "time/instant.h"

namespace smsflow {

// What we send as: a long code, toll-free number or short code ("+15550100", "13013"), or an
// alphanumeric name that nobody can answer ("NORTHSIDE").
struct SenderId {
  std::string value;
  bool can_receive() const;  // false for alphanumeric names
  auto operator<=>(const SenderId&) const = default;
};

struct OutboundMessage {
  std::string intent;  // the outbox id; returns in the status callback's URL
  PhoneNumber to;
  SenderId from;
  std::string text;        // UTF-8, rendered
  std::string status_url;  // where the carrier reports; empty: no reports
  Duration validity{};     // after which the carrier must drop it; 0: its default
};

// The carrier's own opt-out handling, where it tells us (Twilio OptOutType).
enum class CarrierFlag { kNone, kStop, kStart, kHelp };

struct InboundMessage {
  std::string provider;  // name of the [provider.NAME] it came through
  std::string id;        // the carrier's message id: the event key
  PhoneNumber from;
  SenderId to;
  std::string text;  // UTF-8, repaired; as the person wrote it
  Instant received_at;
  CarrierFlag flag = CarrierFlag::kNone;
  int media = 0;         // pictures and the like that came with it
  bool fetched = false;  // from the carrier's list: received_at is its date, in whole seconds
};

// A carrier's word about one sent text, in any order, any number of times. The lattice
// accepted < queued < sent < {delivered, undelivered, failed, expired}: a final one never changes.
// Do not renumber: stored in the log.
enum class DeliveryStatus {
  kAccepted = 0,
  kQueued = 1,
  kSent = 2,
  kDelivered = 3,
  kUndelivered = 4,
  kFailed = 5,
  kExpired = 6,
};
bool is_final(DeliveryStatus status);
std::string_view name(DeliveryStatus status);
// The status after hearing `heard` in `current`.
DeliveryStatus join(DeliveryStatus current, DeliveryStatus heard);

// What to do about a refusal, whoever the carrier is (providers map their codes on it).
// Do not renumber: stored in the log.
enum class ErrorClass {
  kNone = 0,
  kInvalidNumber = 1,
  kNotMobile = 2,
  kUnreachable = 3,  // may work later
  kGone = 4,         // for good
  kOptedOut = 5,
  kBlocked = 6,  // filtered or barred by a carrier
  kRate = 7,
  kTemporary = 8,
  kSender = 9,  // our account, number or registration
  kContent = 10,
  kOther = 11,
};
std::string_view name(ErrorClass error);

struct DeliveryReceipt {
  std::string provider;
  std::string event_key;    // unique per carrier, message and status
  std::string intent;       // from the status URL; may be empty
  std::string provider_id;  // the carrier's message id; may be empty
  DeliveryStatus status = DeliveryStatus::kQueued;
  std::string raw_status;  // the carrier's own word and code, kept beside ours
  ErrorClass error = ErrorClass::kNone;
  Instant received_at;
};

}  // namespace smsflow
