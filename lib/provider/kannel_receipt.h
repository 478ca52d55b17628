// What Kannel says about one sent text: its own event numbers, and the answer or receipt of the
// SMSC behind it (SMPP 3.4, sections 5.1.3 and Appendix B).
#pragma once

#include <optional>
#include <string_view>

#include "message/message.h"

namespace smsflow {

struct KannelReport {
  DeliveryStatus status = DeliveryStatus::kSent;
  ErrorClass error = ErrorClass::kNone;
};

// `type` is Kannel's %d: "1" delivered, "2" not delivered, "4" queued at the SMSC, "8" accepted by
// it, "16" refused by it. `answer` is its %A: "ACK/", "NACK/0x0000000b/Invalid Destination
// Address", or a receipt "id:1 ... stat:UNDELIV err:001". Nothing for another type.
std::optional<KannelReport> read_kannel_report(std::string_view type, std::string_view answer);

}  // namespace smsflow
