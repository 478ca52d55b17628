// Twilio's error codes and statuses in our words (Twilio, "Error and warning dictionary" and the
// Messages resource).
#pragma once

#include <optional>
#include <string_view>

#include "message/message.h"

namespace smsflow {

// What an error code says should be done; kOther for a code that is not in the table.
ErrorClass twilio_error_class(int code);

// What a message's status and error code mean together; nothing for the statuses of inbound
// messages and for words we do not know.
std::optional<DeliveryStatus> twilio_status(std::string_view status, int error_code);

}  // namespace smsflow
