#include "provider/twilio_errors.h"

#include <algorithm>
#include <iterator>

namespace smsflow {
namespace {

struct CodeRow {
  int code;
  ErrorClass error;
};

// In the order of the codes, which the search relies on.
constexpr CodeRow kCodes[] = {
    {14107, ErrorClass::kRate},           // too many replies
    {20002, ErrorClass::kSender},         // friendly name
    {20003, ErrorClass::kSender},         // authentication
    {20005, ErrorClass::kSender},         // account not active
    {20403, ErrorClass::kSender},         // forbidden
    {20404, ErrorClass::kSender},         // no such account or resource
    {20429, ErrorClass::kRate},           // too many requests
    {20500, ErrorClass::kTemporary},      // internal error
    {20503, ErrorClass::kTemporary},      // service unavailable
    {21211, ErrorClass::kInvalidNumber},  // invalid To
    {21212, ErrorClass::kSender},         // invalid From
    {21214, ErrorClass::kUnreachable},    // To cannot be reached
    {21216, ErrorClass::kBlocked},        // destination on a block list
    {21217, ErrorClass::kInvalidNumber},  // number does not seem valid
    {21219, ErrorClass::kSender},         // To not verified (trial)
    {21265, ErrorClass::kNotMobile},      // To is a short code
    {21266, ErrorClass::kInvalidNumber},  // To and From are the same
    {21267, ErrorClass::kSender},         // alphanumeric sender on a trial account
    {21268, ErrorClass::kNotMobile},      // premium number
    {21269, ErrorClass::kNotMobile},      // information service
    {21401, ErrorClass::kInvalidNumber},  // invalid number
    {21407, ErrorClass::kSender},         // sender type without SMS
    {21408, ErrorClass::kSender},         // region not enabled
    {21421, ErrorClass::kInvalidNumber},  // invalid number
    {21601, ErrorClass::kSender},         // From not capable of SMS
    {21602, ErrorClass::kContent},        // no body
    {21603, ErrorClass::kSender},         // no From
    {21604, ErrorClass::kInvalidNumber},  // no To
    {21605, ErrorClass::kContent},        // body too long
    {21606, ErrorClass::kSender},         // From not ours for this destination
    {21607, ErrorClass::kSender},         // sandbox number required
    {21608, ErrorClass::kSender},         // unverified on a trial account
    {21609, ErrorClass::kSender},         // status callback invalid
    {21610, ErrorClass::kOptedOut},       // unsubscribed recipient
    {21611, ErrorClass::kRate},           // queue of From is full
    {21612, ErrorClass::kUnreachable},    // no route between From and To
    {21614, ErrorClass::kNotMobile},      // not a mobile number
    {21616, ErrorClass::kSender},         // From is ambiguous
    {21617, ErrorClass::kContent},        // over 1,600 characters
    {21618, ErrorClass::kContent},        // body cannot be sent
    {21619, ErrorClass::kContent},        // neither body nor media
    {21624, ErrorClass::kContent},        // validity period
    {21635, ErrorClass::kNotMobile},      // landline
    {21659, ErrorClass::kSender},         // From not a Twilio number
    {21660, ErrorClass::kSender},         // From of another account
    {21661, ErrorClass::kSender},         // From not capable of SMS
    {21701, ErrorClass::kSender},         // no such messaging service
    {21702, ErrorClass::kSender},         // messaging service not available
    {21703, ErrorClass::kSender},         // messaging service without numbers
    {21704, ErrorClass::kSender},         // no number of the service fits
    {30001, ErrorClass::kRate},           // queue overflow
    {30002, ErrorClass::kSender},         // account suspended
    {30003, ErrorClass::kUnreachable},    // handset unreachable
    {30004, ErrorClass::kBlocked},        // blocked by recipient or carrier
    {30005, ErrorClass::kInvalidNumber},  // unknown handset
    {30006, ErrorClass::kNotMobile},      // landline or unreachable carrier
    {30007, ErrorClass::kBlocked},        // filtered
    {30008, ErrorClass::kTemporary},      // unknown error
    {30010, ErrorClass::kSender},         // over our maximum price
    {30017, ErrorClass::kTemporary},      // carrier congested
    {30018, ErrorClass::kSender},         // destination requires registration
    {30019, ErrorClass::kContent},        // too large for the carrier
    {30020, ErrorClass::kTemporary},      // internal failures
    {30021, ErrorClass::kTemporary},      // internal failures
    {30022, ErrorClass::kRate},           // 10DLC rate
    {30023, ErrorClass::kRate},           // 10DLC daily cap
    {30024, ErrorClass::kSender},         // sender not provisioned at the carrier
    {30027, ErrorClass::kRate},           // daily limit
    {30032, ErrorClass::kSender},         // toll-free number not verified
    {30033, ErrorClass::kSender},         // campaign suspended
    {30034, ErrorClass::kSender},         // number not registered for 10DLC
    {30035, ErrorClass::kSender},         // number still being registered
    {30036, ErrorClass::kTemporary},      // validity period over
    {30038, ErrorClass::kBlocked},        // body filtered
    {30045, ErrorClass::kContent},        // validity period
    {30410, ErrorClass::kTemporary},      // carrier timed out
    {30450, ErrorClass::kBlocked},        // delivery blocked
    {63017, ErrorClass::kRate},           // rate limit
    {63018, ErrorClass::kRate},           // rate limit
    {63033, ErrorClass::kBlocked},        // recipient blocked us
    {90007, ErrorClass::kContent},        // validity period
};

struct StatusRow {
  std::string_view word;
  DeliveryStatus status;
};

constexpr StatusRow kStatuses[] = {
    {"accepted", DeliveryStatus::kAccepted},
    {"scheduled", DeliveryStatus::kAccepted},
    {"queued", DeliveryStatus::kQueued},
    {"sending", DeliveryStatus::kQueued},
    {"sent", DeliveryStatus::kSent},
    {"partially_delivered", DeliveryStatus::kSent},
    {"delivered", DeliveryStatus::kDelivered},
    {"read", DeliveryStatus::kDelivered},
    {"undelivered", DeliveryStatus::kUndelivered},
    {"failed", DeliveryStatus::kFailed},
    {"canceled", DeliveryStatus::kFailed},
};

constexpr int kValidityOver = 30036;

}  // namespace

ErrorClass twilio_error_class(int code) {
  const auto row = std::lower_bound(
      std::begin(kCodes), std::end(kCodes), code,
      [](const CodeRow& candidate, int wanted) { return candidate.code < wanted; });
  return row != std::end(kCodes) && row->code == code ? row->error : ErrorClass::kOther;
}

std::optional<DeliveryStatus> twilio_status(std::string_view status, int error_code) {
  const auto row =
      std::find_if(std::begin(kStatuses), std::end(kStatuses),
                   [&](const StatusRow& candidate) { return candidate.word == status; });
  if (row == std::end(kStatuses)) return std::nullopt;
  const bool lost =
      row->status == DeliveryStatus::kUndelivered || row->status == DeliveryStatus::kFailed;
  return lost && error_code == kValidityOver ? DeliveryStatus::kExpired : row->status;
}

}  // namespace smsflow
