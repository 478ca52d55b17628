// The letter groups of frequent words, weighed beforehand: most words of most messages are among a
// few thousand, and summing up their letter groups each time would be half of the work.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "classify/model_format.h"

namespace smsflow {

class CommonWords {
 public:
  CommonWords() = default;
  explicit CommonWords(std::vector<CommonWord> words);

  // By feature_hash of the word; null when it is not among them.
  const CommonWord* find(std::uint64_t hash) const;

 private:
  std::size_t place_of(std::uint64_t hash) const;

  std::vector<CommonWord> words_;
  std::vector<std::uint32_t> places_;  // counted from 1; 0: free. At most half of them are taken.
};

}  // namespace smsflow
