#include "classify/word_table.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace smsflow {
namespace {

constexpr std::size_t kFewestPlaces = 1024;

std::uint64_t load(const char* at, std::size_t size) {
  std::uint64_t result = 0;
  std::memcpy(&result, at, size);
  return result;
}

// Up to eight bytes in one number; overlapping loads of fixed size are what makes it fast.
std::uint64_t first_eight(std::string_view word) {
  const char* at = word.data();
  const std::size_t size = word.size();
  if (size >= 8) return load(at, 8);
  if (size >= 4) return load(at, 4) | load(at + size - 4, 4) << 32;
  if (size == 0) return 0;
  return load(at, 1) | load(at + size / 2, 1) << 8 | load(at + size - 1, 1) << 16;
}

// Multiplicative hashing of eight bytes at a time.
std::uint64_t hash(std::string_view word) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;
  std::uint64_t result = word.size() * kOdd;
  for (;;) {
    result = (result ^ first_eight(word)) * kOdd;
    result ^= result >> 32;
    if (word.size() <= 8) return result;
    word.remove_prefix(8);
  }
}

}  // namespace

WordTable::WordTable(std::size_t words)
    : places_(std::max(kFewestPlaces, std::bit_ceil(2 * words))) {
  entries_.reserve(words);
}

std::size_t WordTable::place_of(std::uint64_t hash, std::string_view word) const {
  const std::size_t mask = places_.size() - 1;
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const Place& place = places_[at];
    if (place.entry == 0 || (place.tag == tag && entries_[place.entry - 1].word == word)) return at;
  }
}

std::uint32_t WordTable::add(std::string_view word, std::uint32_t next) {
  if ((entries_.size() + 1) * 2 > places_.size()) grow();
  const std::uint64_t hashed = hash(word);
  Place& place = places_[place_of(hashed, word)];
  if (place.entry == 0) {
    entries_.push_back({word, next});
    place = {static_cast<std::uint32_t>(hashed >> 32), static_cast<std::uint32_t>(entries_.size())};
  }
  return entries_[place.entry - 1].number;
}

std::uint32_t WordTable::find(std::string_view word) const {
  const Place& place = places_[place_of(hash(word), word)];
  return place.entry == 0 ? 0 : entries_[place.entry - 1].number;
}

void WordTable::grow() {
  std::vector<Place> old(places_.size() * 2);
  old.swap(places_);
  for (const Place& place : old) {
    if (place.entry == 0) continue;
    const std::string_view word = entries_[place.entry - 1].word;
    places_[place_of(hash(word), word)] = place;
  }
}

}  // namespace smsflow
