#include "provider/kannel_receipt.h"

#include <doctest/doctest.h>

namespace smsflow::kannel_receipt_test {

TEST_CASE("Kannel's events and SMPP answers") {
  struct Row {
    std::string type;
    std::string answer;
    DeliveryStatus status;
    ErrorClass error;
  };
  const Row rows[] = {
      {"1", "", DeliveryStatus::kDelivered, ErrorClass::kNone},
      {"1", "id:1 stat:UNDELIV", DeliveryStatus::kDelivered, ErrorClass::kNone},
      {"4", "", DeliveryStatus::kSent, ErrorClass::kNone},
      {"8", "ACK/", DeliveryStatus::kSent, ErrorClass::kNone},
      {"2", "", DeliveryStatus::kUndelivered, ErrorClass::kOther},
      {"2", "stat:", DeliveryStatus::kUndelivered, ErrorClass::kOther},
      {"2", "EXPIRED", DeliveryStatus::kUndelivered, ErrorClass::kOther},
      {"2", "id:1 stat:EXPIRED err:0", DeliveryStatus::kExpired, ErrorClass::kUnreachable},
      {"2", "id:1 stat:UNDELIV err:1", DeliveryStatus::kUndelivered, ErrorClass::kUnreachable},
      {"2", "id:1 stat:REJECTD err:1", DeliveryStatus::kUndelivered, ErrorClass::kBlocked},
      {"2", "id:1 stat:DELETED err:1", DeliveryStatus::kFailed, ErrorClass::kOther},
      {"16", "NACK/0x0000000b/Invalid Destination Address", DeliveryStatus::kFailed,
       ErrorClass::kInvalidNumber},
      {"16", "NACK/11/Invalid Destination Address", DeliveryStatus::kFailed,
       ErrorClass::kInvalidNumber},
      {"16", "NACK/0x00000058/Throttled", DeliveryStatus::kFailed, ErrorClass::kRate},
      {"16", "NACK/0x00000014/Queue full", DeliveryStatus::kFailed, ErrorClass::kRate},
      {"16", "NACK/0x0000000A/Invalid Source", DeliveryStatus::kFailed, ErrorClass::kSender},
      {"16", "NACK/0x00000045/Submit failed", DeliveryStatus::kFailed, ErrorClass::kOther},
      {"16", "NACK/", DeliveryStatus::kFailed, ErrorClass::kOther},
      {"16", "NACK/0x", DeliveryStatus::kFailed, ErrorClass::kOther},
      {"16", "", DeliveryStatus::kFailed, ErrorClass::kOther},
  };
  for (const Row& row : rows) {
    CAPTURE(row.type);
    CAPTURE(row.answer);
    const std::optional<KannelReport> report = read_kannel_report(row.type, row.answer);
    REQUIRE(report.has_value());
    CHECK(report->status == row.status);
    CHECK(report->error == row.error);
  }
}

TEST_CASE("Other types say nothing") {
  for (const char* type : {"", "0", "3", "31", "64", "-1", "1 ", "%d"}) {
    CHECK_FALSE(read_kannel_report(type, "").has_value());
  }
}

}  // namespace smsflow::kannel_receipt_test
