// Which addresses a hook whose URL somebody else chose may connect to: only those of the public
// Internet. Asked for the resolved address of each socket, since names, redirects and odd spellings
// of numbers (0x7f.1, 2130706433, ::ffff:7f00:1) can't then get round it.
#pragma once

#include <sys/socket.h>

namespace smsflow {

// False for what the IANA special-purpose registries (RFC 6890) keep from the public Internet:
// loopback, private, link-local, shared (RFC 6598), multicast, documentation and reserved ranges;
// for IPv6 addresses that carry such an IPv4 address; and for any other family. `address` is as
// long as its family says.
bool is_public(const sockaddr& address);

}  // namespace smsflow
