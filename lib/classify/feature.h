// From a message to the rows of the weight table it touches.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "classify/common_words.h"
#include "classify/feature_question.h"
#include "classify/lexicon.h"

namespace smsflow {

// Each group counts as much as it is meant to, however long the message is: its sum is divided by
// the square root of its number of features.
enum class FeatureGroup { kWords, kLetters, kMeaning };
inline constexpr std::size_t kFeatureGroups = 3;

struct Features {
  std::array<std::vector<std::uint32_t>, kFeatureGroups> rows;
  std::array<std::vector<std::string>, kFeatureGroups> names;  // only when asked for
  std::vector<const CommonWord*> common;  // words whose letter groups are not in `rows`
  std::vector<std::uint32_t> words;       // rows of the single words, for what is known of them
  std::vector<std::uint64_t> senses;      // by word: classes of the phrases it is part of
  QuestionKind question = QuestionKind::kNone;
  bool asks = false;  // the reply has a question mark
  bool has_context = false;
};

// What is read from a text depends on these only, and on the text.
struct FeatureSettings {
  const Lexicon& lexicon;
  int row_bits = 0;
  const CommonWords* common = nullptr;  // null: no word is read by its sums
  bool with_names = false;              // then no word is, either
};

// Words and word pairs; letter groups of 2 to 5 within padded words; and meaning: classes of the
// lexicon, their order, the kind of the question, what of its words the reply takes up.
Features read_features(std::string_view text, std::string_view context,
                       const FeatureSettings& settings);

}  // namespace smsflow
