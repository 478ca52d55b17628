// Hashes and encodings of bytes, by OpenSSL.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace smsflow {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);
// The bytes of a digest; valid as long as it.
inline std::string_view bytes_of(const Sha256& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}
std::string to_hex(std::string_view bytes);
std::string to_hex(const Sha256& digest);
std::string sha256_hex(std::string_view bytes);

std::string to_base64(std::string_view bytes);
// Strict RFC 4648 section 4: padding required, no other characters.
std::optional<std::string> from_base64(std::string_view text);

// The first 8 bytes of a SHA-256, big endian: a stable 64-bit name or a uniform number.
std::uint64_t hash64(std::string_view bytes);

// True when equal; takes the same time wherever the first difference is.
bool equal_constant_time(std::string_view left, std::string_view right);

}  // namespace smsflow
