// The mail that a text becomes when it can't be delivered: RFC 5322, plain text in UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "text/mailbox.h"
#include "time/instant.h"

namespace smsflow {

struct Mail {
  Mailbox from;
  std::string to;  // is_mail_address
  std::string subject;
  std::string text;
  std::string id;  // of the intent: the Message-ID is <id@host of from>
  Instant date;
};

std::string message_id(const Mail& mail);

// Header and body with CRLF. No field of the mail can add a header or end the body.
std::string mail_bytes(const Mail& mail);

}  // namespace smsflow
