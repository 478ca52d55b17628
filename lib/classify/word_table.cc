#include "classify/word_table.h"

#include <algorithm>
#include <cstring>

namespace smsflow {
namespace {

// Multiplicative hashing of eight bytes at a time.
std::uint64_t hash(std::string_view word) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;
  std::uint64_t result = word.size() * kOdd;
  while (!word.empty()) {
    std::uint64_t chunk = 0;
    const std::size_t size = std::min(word.size(), sizeof chunk);
    std::memcpy(&chunk, word.data(), size);
    result = (result ^ chunk) * kOdd;
    result ^= result >> 32;
    word.remove_prefix(size);
  }
  return result;
}

}  // namespace

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
