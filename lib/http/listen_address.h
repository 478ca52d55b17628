// Where a server listens, as people write it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smsflow {

struct ListenAddress {
  std::string ip;          // numeric, without brackets; empty is every address of the machine
  std::uint16_t port = 0;  // 0 takes a free one
};

// Reads "127.0.0.1:8080", "[::1]:8080" or ":8080". Throws Error{kOutside} for anything else; names
// are not looked up, since one name may be several addresses.
ListenAddress parse_listen_address(std::string_view text);

}  // namespace smsflow
