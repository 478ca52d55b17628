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

std::size_t WordTable::place_of(std::string_view word) const {
  const std::size_t mask = places_.size() - 1;
  std::size_t at = hash(word) & mask;
  while (places_[at].number != 0 && places_[at].word != word) at = (at + 1) & mask;
  return at;
}

std::uint32_t WordTable::add(std::string_view word, std::uint32_t next) {
  if ((size_ + 1) * 2 > places_.size()) grow();
  Place& place = places_[place_of(word)];
  if (place.number == 0) {
    place = {word, next};
    ++size_;
  }
  return place.number;
}

std::uint32_t WordTable::find(std::string_view word) const {
  return places_[place_of(word)].number;
}

void WordTable::grow() {
  std::vector<Place> old(places_.size() * 2);
  old.swap(places_);
  for (const Place& place : old) {
    if (place.number != 0) places_[place_of(place.word)] = place;
  }
}

}  // namespace smsflow
