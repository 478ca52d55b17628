#include "provider/kannel_receipt.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace smsflow {
namespace {

struct RefusalRow {
  unsigned code;  // SMPP command_status
  ErrorClass error;
};

constexpr RefusalRow kRefusals[] = {
    {0x01, ErrorClass::kContent},        // message too long
    {0x08, ErrorClass::kTemporary},      // system error
    {0x0A, ErrorClass::kSender},         // invalid source address
    {0x0B, ErrorClass::kInvalidNumber},  // invalid destination address
    {0x0D, ErrorClass::kSender},         // bind failed
    {0x0E, ErrorClass::kSender},         // invalid password
    {0x0F, ErrorClass::kSender},         // invalid system id
    {0x14, ErrorClass::kRate},           // message queue full
    {0x58, ErrorClass::kRate},           // throttled
    {0x62, ErrorClass::kContent},        // invalid expiry
    {0x64, ErrorClass::kTemporary},      // receiver: temporary error
    {0x65, ErrorClass::kUnreachable},    // receiver: permanent error
    {0x66, ErrorClass::kBlocked},        // receiver: rejected
};

struct StateRow {
  std::string_view word;
  KannelReport report;
};

// UNDELIV is every SMSC's word for all kinds of failures, so it does not mean a number is gone.
constexpr StateRow kStates[] = {
    {"EXPIRED", {DeliveryStatus::kExpired, ErrorClass::kUnreachable}},
    {"UNDELIV", {DeliveryStatus::kUndelivered, ErrorClass::kUnreachable}},
    {"REJECTD", {DeliveryStatus::kUndelivered, ErrorClass::kBlocked}},
    {"DELETED", {DeliveryStatus::kFailed, ErrorClass::kOther}},
};

ErrorClass refusal_class(std::string_view answer) {
  constexpr std::string_view kNack = "NACK/";
  if (!answer.starts_with(kNack)) return ErrorClass::kOther;
  answer.remove_prefix(kNack.size());
  const bool hexadecimal = answer.starts_with("0x");
  if (hexadecimal) answer.remove_prefix(2);
  unsigned code = 0;
  std::from_chars(answer.data(), answer.data() + answer.size(), code, hexadecimal ? 16 : 10);
  const auto row =
      std::find_if(std::begin(kRefusals), std::end(kRefusals),
                   [&](const RefusalRow& candidate) { return candidate.code == code; });
  return row == std::end(kRefusals) ? ErrorClass::kOther : row->error;
}

KannelReport failure(std::string_view answer) {
  constexpr std::string_view kState = "stat:";
  const std::size_t at = answer.find(kState);
  if (at != std::string_view::npos) answer.remove_prefix(at + kState.size());
  const auto row =
      std::find_if(std::begin(kStates), std::end(kStates),
                   [&](const StateRow& candidate) { return answer.starts_with(candidate.word); });
  if (at != std::string_view::npos && row != std::end(kStates)) return row->report;
  return {DeliveryStatus::kUndelivered, ErrorClass::kOther};
}

}  // namespace

std::optional<KannelReport> read_kannel_report(std::string_view type, std::string_view answer) {
  if (type == "1") return KannelReport{DeliveryStatus::kDelivered, ErrorClass::kNone};
  if (type == "2") return failure(answer);
  if (type == "4" || type == "8") return KannelReport{DeliveryStatus::kSent, ErrorClass::kNone};
  if (type == "16") return KannelReport{DeliveryStatus::kFailed, refusal_class(answer)};
  return std::nullopt;
}

}  // namespace smsflow
