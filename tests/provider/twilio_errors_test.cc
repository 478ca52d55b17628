#include "provider/twilio_errors.h"

#include <doctest/doctest.h>

namespace smsflow::twilio_errors_test {

TEST_CASE("Error codes have a class") {
  struct Row {
    int code;
    ErrorClass error;
  };
  const Row rows[] = {
      {14107, ErrorClass::kRate},
      {20003, ErrorClass::kSender},
      {20429, ErrorClass::kRate},
      {20500, ErrorClass::kTemporary},
      {21211, ErrorClass::kInvalidNumber},
      {21217, ErrorClass::kInvalidNumber},
      {21408, ErrorClass::kSender},
      {21603, ErrorClass::kSender},
      {21606, ErrorClass::kSender},
      {21610, ErrorClass::kOptedOut},
      {21611, ErrorClass::kRate},
      {21612, ErrorClass::kUnreachable},
      {21614, ErrorClass::kNotMobile},
      {21617, ErrorClass::kContent},
      {30003, ErrorClass::kUnreachable},
      {30004, ErrorClass::kBlocked},
      {30005, ErrorClass::kInvalidNumber},
      {30006, ErrorClass::kNotMobile},
      {30007, ErrorClass::kBlocked},
      {30008, ErrorClass::kTemporary},
      {30034, ErrorClass::kSender},
      {30410, ErrorClass::kTemporary},
      {63018, ErrorClass::kRate},
      {90007, ErrorClass::kContent},
      {0, ErrorClass::kOther},
      {-1, ErrorClass::kOther},
      {99999, ErrorClass::kOther},
      {21613, ErrorClass::kOther},
  };
  for (const Row& row : rows) {
    CAPTURE(row.code);
    CHECK(twilio_error_class(row.code) == row.error);
  }
}

TEST_CASE("The table is in order, so that each code is found") {
  int classified = 0;
  for (int code = 0; code < 100'000; ++code) {
    if (twilio_error_class(code) != ErrorClass::kOther) ++classified;
  }
  CHECK(classified == 81);
}

TEST_CASE("Statuses") {
  struct Row {
    std::string word;
    int code;
    std::optional<DeliveryStatus> status;
  };
  const Row rows[] = {
      {"accepted", 0, DeliveryStatus::kAccepted},
      {"scheduled", 0, DeliveryStatus::kAccepted},
      {"queued", 0, DeliveryStatus::kQueued},
      {"sending", 0, DeliveryStatus::kQueued},
      {"sent", 0, DeliveryStatus::kSent},
      {"delivered", 0, DeliveryStatus::kDelivered},
      {"delivered", 30036, DeliveryStatus::kDelivered},
      {"read", 0, DeliveryStatus::kDelivered},
      {"undelivered", 30003, DeliveryStatus::kUndelivered},
      {"failed", 30008, DeliveryStatus::kFailed},
      {"failed", 30036, DeliveryStatus::kExpired},
      {"undelivered", 30036, DeliveryStatus::kExpired},
      {"canceled", 0, DeliveryStatus::kFailed},
      {"receiving", 0, std::nullopt},
      {"received", 0, std::nullopt},
      {"Delivered", 0, std::nullopt},
      {"", 0, std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.word);
    CHECK(twilio_status(row.word, row.code) == row.status);
  }
}

}  // namespace smsflow::twilio_errors_test
