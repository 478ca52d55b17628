#include "message/message.h"

#include <algorithm>

namespace smsflow {

bool SenderId::can_receive() const {
  std::string_view digits = value;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  return !digits.empty() &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_final(DeliveryStatus status) {
  return status >= DeliveryStatus::kDelivered;
}

std::string_view name(DeliveryStatus status) {
  switch (status) {
    case DeliveryStatus::kAccepted:
      return "accepted";
    case DeliveryStatus::kQueued:
      return "queued";
    case DeliveryStatus::kSent:
      return "sent";
    case DeliveryStatus::kDelivered:
      return "delivered";
    case DeliveryStatus::kUndelivered:
      return "undelivered";
    case DeliveryStatus::kFailed:
      return "failed";
    case DeliveryStatus::kExpired:
      return "expired";
  }
  return "unknown";
}

DeliveryStatus join(DeliveryStatus current, DeliveryStatus heard) {
  return is_final(current) ? current : std::max(current, heard);
}

std::string_view name(ErrorClass error) {
  switch (error) {
    case ErrorClass::kNone:
      return "none";
    case ErrorClass::kInvalidNumber:
      return "invalid_number";
    case ErrorClass::kNotMobile:
      return "not_mobile";
    case ErrorClass::kUnreachable:
      return "unreachable";
    case ErrorClass::kGone:
      return "gone";
    case ErrorClass::kOptedOut:
      return "opted_out";
    case ErrorClass::kBlocked:
      return "blocked";
    case ErrorClass::kRate:
      return "rate";
    case ErrorClass::kTemporary:
      return "temporary";
    case ErrorClass::kSender:
      return "sender";
    case ErrorClass::kContent:
      return "content";
    case ErrorClass::kOther:
      return "other";
  }
  return "unknown";
}

}  // namespace smsflow
