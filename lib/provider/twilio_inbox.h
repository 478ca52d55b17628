// Twilio's list of messages, read for what contacts sent to one of our numbers.
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"
#include "provider/provider.h"

namespace smsflow {

// The query of the first page. Twilio compares days in UTC, so the day before is asked for as well.
std::string twilio_inbox_query(const InboxQuestion& question);

// One page, newest first. What is not inbound, not to the number, or older than asked for is left
// out, and so is what no phone can have sent. `messages_path` is the path of the account's list: a
// next page of any other path is a fault, for our secret goes where it points.
InboxPage read_twilio_inbox(const HttpResult& result, const InboxQuestion& question,
                            std::string_view provider, std::string_view messages_path);

}  // namespace smsflow
