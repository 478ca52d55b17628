// Twilio's list of messages, read for one text whose POST ended unclear.
#pragma once

#include "provider/provider.h"

namespace smsflow {

// A message counts as ours when recipient, sender (but for a messaging service, which picks its
// own) and text are equal and it was created from 2 minutes before to 15 minutes after `posted_at`.
// A `posted_at` of 0 comes from an invented clock: then dates say nothing and are not looked at.
// Exactly one such message is found; the caller still has to see that no other intent claims its
// id, for the same words may have been sent twice on purpose. None is "not seen" only if the page
// reaches back far enough and nothing on it could be ours in another spelling (Twilio replaces
// characters where smart encoding is on, and puts words before texts of trial accounts); otherwise
// there is no answer.
FindResult find_in_twilio_list(const HttpResult& result, const OutboundMessage& message,
                               Instant posted_at);

// "MG" and 32 hexadecimal digits: a messaging service rather than a number.
bool is_messaging_service(const SenderId& sender);

// How many messages a page may hold: an answer of full-length texts stays below 256 KiB.
inline constexpr int kTwilioPageSize = 50;

}  // namespace smsflow
