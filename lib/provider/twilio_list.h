// Twilio's list of messages, read for one text whose POST ended unclear.
#pragma once

#include "provider/provider.h"

namespace smsflow {

struct TwilioListReading {
  FindResult result;
  std::string next_page;  // path of the page to read, with kMorePages
};

// A message whose status URL names our intent is ours, and one that names another intent or bears
// an id of another text is not. Where the list has no status URLs, the message that went to the
// same number from the same sender (but for a messaging service, which picks its own) from 2
// minutes before `posted_at` to 15 minutes after the list's `until` counts as ours if the words are
// the same too; links may differ, for carriers shorten them. A `posted_at` of 0 comes from an
// invented clock: then dates say nothing and are not looked at.
//
// Exactly one such message is found. "Not seen" takes a list that was read to its end, or to a page
// on which everything is older than the POST, and no message in it that could be ours in other
// words (Twilio replaces characters where smart encoding is on, and puts words before texts of
// trial accounts): otherwise there is no answer.
TwilioListReading find_in_twilio_list(const ListSoFar& list, const OutboundMessage& message,
                                      Instant posted_at);

// "MG" and 32 hexadecimal digits: a messaging service rather than a number.
bool is_messaging_service(const SenderId& sender);

// How many messages a page may hold: an answer of full-length texts stays below 256 KiB.
inline constexpr int kTwilioPageSize = 50;
inline constexpr std::size_t kMaxTwilioPages = 20;  // of one list

}  // namespace smsflow
