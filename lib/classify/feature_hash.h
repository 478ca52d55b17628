// The hash of the model's features: 64-bit FNV-1a over bytes, finished by a multiplication. Do not
// change: rows of stored models are found by it.
#pragma once

#include <cstdint>
#include <string_view>

namespace smsflow {

inline constexpr std::uint64_t kFeatureSeed = 0xCBF29CE484222325;

constexpr std::uint64_t feature_hash(std::uint64_t hash, char byte) {
  return (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3;
}

constexpr std::uint64_t feature_hash(std::uint64_t hash, std::string_view bytes) {
  for (const char byte : bytes) hash = feature_hash(hash, byte);
  return hash;
}

constexpr std::uint64_t feature_hash(std::uint64_t hash, std::uint64_t part) {
  return (hash ^ part) * 0x9E3779B97F4A7C15 ^ (part >> 29);
}

// The row of a table of 2^bits rows.
constexpr std::uint32_t feature_row(std::uint64_t hash, int bits) {
  return static_cast<std::uint32_t>((hash ^ hash >> 31) * 0x9E3779B97F4A7C15 >> (64 - bits));
}

}  // namespace smsflow
