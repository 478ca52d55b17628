#include "classify/common_words.h"

#include <bit>

namespace smsflow {

CommonWords::CommonWords(std::vector<CommonWord> words)
    : words_(std::move(words)), places_(std::bit_ceil(2 * words_.size() + 2)) {
  for (std::uint32_t i = 0; i < words_.size(); ++i) places_[place_of(words_[i].hash)] = i + 1;
}

std::size_t CommonWords::place_of(std::uint64_t hash) const {
  const std::size_t mask = places_.size() - 1;
  std::size_t at = (hash ^ hash >> 32) & mask;
  while (places_[at] != 0 && words_[places_[at] - 1].hash != hash) at = (at + 1) & mask;
  return at;
}

const CommonWord* CommonWords::find(std::uint64_t hash) const {
  if (words_.empty()) return nullptr;
  const std::uint32_t place = places_[place_of(hash)];
  return place == 0 ? nullptr : &words_[place - 1];
}

}  // namespace smsflow
