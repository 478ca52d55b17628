// Addresses of electronic mail, as far as we write to them or from them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

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

}  // namespace smsflow
