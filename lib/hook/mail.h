// The mail that a text becomes when it can't be delivered: RFC 5322, plain text in UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "time/instant.h"

namespace smsflow {

// An address to write to: one "@", a dotted or bare host, no blank, bracket, quote or control
// character, at most 254 bytes of ASCII (RFC 5321 without its quoted and internationalised forms).
bool is_mail_address(std::string_view text);

struct Mailbox {
  std::string name;  // for people, may be ""
  std::string address;
};
// "desk@example.org", or "Front desk <desk@example.org>". Nothing for what is neither.
std::optional<Mailbox> parse_mailbox(std::string_view text);

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
