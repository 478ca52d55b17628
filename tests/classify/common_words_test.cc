#include "classify/common_words.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

namespace smsflow::common_words_test {

TEST_CASE("common words: each is found by its own hash, with its own sums") {
  std::vector<CommonWord> words;
  for (std::uint16_t i = 1; i <= 3000; ++i) {
    words.push_back({.hash = i * 0x9E3779B97F4A7C15U, .letters = i});
  }
  const CommonWords common(words);
  for (const CommonWord& word : words) {
    const CommonWord* found = common.find(word.hash);
    REQUIRE(found != nullptr);
    CHECK(found->letters == word.letters);
  }
  CHECK(common.find(0x9E3779B97F4A7C15U + 1) == nullptr);
  CHECK(common.find(0) == nullptr);
}

TEST_CASE("common words: hashes that end alike are told apart") {
  std::vector<CommonWord> words;
  for (std::uint16_t i = 0; i < 200; ++i) {
    words.push_back({.hash = std::uint64_t{i} << 48 | 7, .letters = i});
  }
  const CommonWords common(words);
  for (std::uint16_t i = 0; i < 200; ++i) {
    const CommonWord* found = common.find(std::uint64_t{i} << 48 | 7);
    REQUIRE(found != nullptr);
    CHECK(found->letters == i);
  }
  CHECK(common.find(std::uint64_t{200} << 48 | 7) == nullptr);
}

TEST_CASE("common words: of none, none is found") {
  CHECK(CommonWords().find(7) == nullptr);
  CHECK(CommonWords(std::vector<CommonWord>{}).find(0) == nullptr);
}

}  // namespace smsflow::common_words_test
