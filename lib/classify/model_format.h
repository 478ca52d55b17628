// The file of a model. Do not change without a new magic: models are kept by businesses.
//
//   ModelHeader, little endian
//   label names, each ended by a line feed            (names_bytes)
//   the word lists it was trained with                (lexicon_bytes)
//   common words with their letter groups' sums       (common_words * sizeof(CommonWord))
//   one bit per row: the row of a known word          (2^row_bits / 8)
//   weights: 2^row_bits rows of kLabelSlots int8
//
// Score of a label = bias + sum over groups of (sum of the group's weights) * group_factor /
// sqrt(features in the group). A score is counted in 1/4096 of a logit.
#pragma once

#include <array>
#include <cstdint>

#include "classify/label_sense.h"

namespace smsflow {

inline constexpr std::array<char, 16> kModelMagic = {'s', 'm', 's', 'f', 'l', 'o', 'w', '-',
                                                     'm', 'o', 'd', 'e', 'l', ' ', '2', '\n'};
inline constexpr std::size_t kLabelSlots = 24;  // columns of a row of weights, used or not
inline constexpr int kMaxRowBits = 20;
inline constexpr std::int32_t kLogit = 4096;

// Signs by which the trust in a score is measured, each an integer: the lead over all others and
// over the runner-up (1/256 logit), the lead within words, letters and meaning, the smallest of
// these three, unknown words (1/256 of all), words (64 * log2), context (0 or 256), words when
// there is no context, the lead over the first label that is a person's, 256; then (0 or 256)
// whether the first word speaks for the label, whether any does, whether one is doubtful; words
// that speak for the label (1/256 of all); then (0 or 256) the kind of the question: yes or no,
// value or time, offer or confirmation, more; a question mark; an answer to yes or no that does not
// begin by speaking for it; no context and no word that speaks for it.
inline constexpr std::size_t kTrustSigns = 23;
inline constexpr std::int32_t kTrustLimit = 8 * 256;  // sure beyond this
inline constexpr std::size_t kShortAnswerWords = 12;  // more say more than yes or no
inline constexpr std::size_t kSureSteps = 129;

struct ModelHeader {
  std::array<char, 16> magic = kModelMagic;
  std::uint32_t row_bits = 0;
  std::uint32_t labels = 0;
  std::uint32_t names_bytes = 0;
  std::uint32_t lexicon_bytes = 0;
  std::uint32_t common_words = 0;
  std::array<std::int32_t, 3> group_factor{};
  std::array<std::int32_t, kLabelSlots> bias{};
  std::array<std::int32_t, kLabelSlots> act_trust{};  // act from this trust on; INT32_MAX: never
  std::array<std::int32_t, kLabelSlots> act_lead{};   // and from this lead on
  // Weights of the signs, 1/65536, for each group of labels.
  std::array<std::array<std::int32_t, kTrustSigns>, kTrustGroups> trust{};
  std::array<std::uint64_t, kLabelSlots> speaking{};   // classes of the word lists, by label
  std::array<std::uint64_t, kLabelSlots> barring{};    // classes that bar an action, by label
  std::uint64_t doubtful = 0;                          // classes that make any action doubtful
  std::uint64_t dressing = 0;                          // classes that add nothing to an answer
  std::array<std::uint32_t, 1024> exponential{};       // 65536 * e^(-i/64)
  std::array<std::uint16_t, kSureSteps> confidence{};  // 65535 * share right, by trust / 32
  std::uint16_t unused = 0;
  std::uint32_t of_people = 0;  // bit l: label l always goes to a person
  std::uint32_t no_answer = 0;  // bit l: label l is a no, and after "is that right?" a correction
  std::uint32_t needs_question = 0;  // bit l: label l is acted on only when something was asked
};
static_assert(sizeof(ModelHeader) % 4 == 0);

inline constexpr std::size_t kMostCommonWords = 1 << 16;

// What reading the word letter group by letter group would come to.
struct CommonWord {
  std::uint64_t hash = 0;     // feature_hash of the word
  std::uint16_t letters = 0;  // its number of letter groups
  std::array<std::uint16_t, 3> unused{};
  std::array<std::int16_t, kLabelSlots> sums{};
};
static_assert(sizeof(CommonWord) == 64);

}  // namespace smsflow
