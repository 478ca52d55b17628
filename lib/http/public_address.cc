#include "http/public_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>

namespace smsflow {

namespace {

using Ipv6Bytes = std::array<std::uint8_t, 16>;

struct Ipv4Range {
  std::uint32_t first;
  int bits;
};

constexpr std::uint32_t ipv4(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
  return a << 24 | b << 16 | c << 8;
}

constexpr Ipv4Range kSpecialIpv4[] = {
    {ipv4(0, 0, 0), 8},        // this network
    {ipv4(10, 0, 0), 8},       // private
    {ipv4(100, 64, 0), 10},    // shared by carrier-grade NAT
    {ipv4(127, 0, 0), 8},      // loopback
    {ipv4(169, 254, 0), 16},   // link-local, metadata services of clouds
    {ipv4(172, 16, 0), 12},    // private
    {ipv4(192, 0, 0), 24},     // protocol assignments
    {ipv4(192, 0, 2), 24},     // documentation
    {ipv4(192, 88, 99), 24},   // 6to4 relays, withdrawn
    {ipv4(192, 168, 0), 16},   // private
    {ipv4(198, 18, 0), 15},    // benchmarking
    {ipv4(198, 51, 100), 24},  // documentation
    {ipv4(203, 0, 113), 24},   // documentation
    {ipv4(224, 0, 0), 4},      // multicast
    {ipv4(240, 0, 0), 4},      // reserved, broadcast
};

struct Ipv6Range {
  std::array<std::uint8_t, 4> first;
  int bits;
};

constexpr Ipv6Range kSpecialIpv6[] = {
    {{0x00, 0x00, 0x00, 0x00}, 8},   // unspecified, loopback and what embeds IPv4 oddly
    {{0x01, 0x00, 0x00, 0x00}, 8},   // discard only
    {{0x20, 0x01, 0x00, 0x00}, 23},  // protocol assignments, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0xfc, 0x00, 0x00, 0x00}, 7},   // unique local
    {{0xfe, 0x80, 0x00, 0x00}, 10},  // link-local
    {{0xfe, 0xc0, 0x00, 0x00}, 10},  // site-local, withdrawn
    {{0xff, 0x00, 0x00, 0x00}, 8},   // multicast
};

std::uint32_t word(const std::uint8_t* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
         std::uint32_t{bytes[2]} << 8 | bytes[3];
}

bool in_range(std::uint32_t address, std::uint32_t first, int bits) {
  return (address ^ first) >> (32 - bits) == 0;
}

bool is_public_ipv4(std::uint32_t address) {
  for (const Ipv4Range& range : kSpecialIpv4) {
    if (in_range(address, range.first, range.bits)) return false;
  }
  return true;
}

bool starts_with(const Ipv6Bytes& address, std::initializer_list<std::uint8_t> prefix) {
  return std::equal(prefix.begin(), prefix.end(), address.begin());
}

bool is_public_ipv6(const Ipv6Bytes& address) {
  if (starts_with(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}) ||     // mapped
      starts_with(address, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) {  // NAT64, RFC 6052
    return is_public_ipv4(word(address.data() + 12));
  }
  if (starts_with(address, {0x20, 0x02})) return is_public_ipv4(word(address.data() + 2));  // 6to4
  for (const Ipv6Range& range : kSpecialIpv6) {
    if (in_range(word(address.data()), word(range.first.data()), range.bits)) return false;
  }
  return true;
}

}  // namespace

bool is_public(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in ipv4_address;
    std::memcpy(&ipv4_address, &address, sizeof ipv4_address);
    return is_public_ipv4(ntohl(ipv4_address.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    Ipv6Bytes bytes;
    std::memcpy(bytes.data(),
                reinterpret_cast<const char*>(&address) + offsetof(sockaddr_in6, sin6_addr),
                bytes.size());
    return is_public_ipv6(bytes);
  }
  return false;
}

}  // namespace smsflow
