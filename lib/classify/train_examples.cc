#include "classify/train_examples.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "classify/feature_hash.h"

namespace smsflow {
namespace {

constexpr float kVariantWeight = 0.5F;
constexpr float kOtherRightShare = 0.3F;  // of the target, for labels that are right too
constexpr float kOwnWeight = 1.5F;        // rows without a foreign id: written for this purpose
constexpr std::size_t kShortestWithSlip = 6;

bool is_word_byte(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return value >= 0x80 || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

// As typed in haste: small letters, no marks.
std::string plain(const std::string& text) {
  std::string result;
  for (const char byte : text) {
    const char small = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
    if (is_word_byte(small)) {
      result += small;
    } else if (small != '\'') {
      result += ' ';
    }
  }
  return result;
}

// Two letters swapped, one lost or one doubled, by a draw that depends on the text alone.
std::string with_slip(std::string text) {
  if (text.size() < kShortestWithSlip) return text;
  const std::uint64_t draw = feature_hash(kFeatureSeed, text) >> 20;
  const std::size_t at = draw % (text.size() - 1);
  switch (draw >> 32 & 3) {
    case 0:
      text.erase(at, 1);
      break;
    case 1:
      text.insert(at, 1, text[at]);
      break;
    default:
      std::swap(text[at], text[at + 1]);
  }
  return text;
}

class ExampleMaker {
 public:
  ExampleMaker(const std::vector<std::string>& labels, const Lexicon& lexicon)
      : labels_(labels), lexicon_(lexicon) {}

  void count(const LabelledText& row) { counts_[row.label] += 1; }

  void add(const LabelledText& row) {
    add(row, row.text, row.context, 1);
    const std::string bare = plain(row.text);
    if (bare != row.text) add(row, bare, row.context, kVariantWeight);
    add(row, with_slip(bare), row.context, kVariantWeight);
    if (!row.context.empty() && !needs_question(row)) add(row, row.text, {}, kVariantWeight);
  }

  std::vector<TrainingExample> take() { return std::move(examples_); }

 private:
  // "I work nights" is a no only after the question; a label that a short answer has without it
  // stays.
  static bool needs_question(const LabelledText& row) {
    return row.label == "confirm" || row.label == "decline" || row.label == "unsure" ||
           row.label == "inform";
  }

  void add(const LabelledText& row, const std::string& text, const std::string& context,
           float weight) {
    TrainingExample example;
    example.features = read_features(text, context, {lexicon_, kTrainedRowBits});
    const std::size_t others = row.accept.size() - 1;
    float rest = 1;
    for (const std::string& label : row.accept) {
      if (label == row.label || others == 0) continue;
      const auto at = static_cast<std::size_t>(std::find(labels_.begin(), labels_.end(), label) -
                                               labels_.begin());
      if (at == labels_.size()) continue;
      example.target[at] = kOtherRightShare / static_cast<float>(others);
      rest -= example.target[at];
    }
    example.target[static_cast<std::size_t>(std::find(labels_.begin(), labels_.end(), row.label) -
                                            labels_.begin())] = rest;
    float total = 0;
    for (const auto& [label, rows] : counts_) total += rows;
    example.weight =
        weight * std::sqrt(total / (static_cast<float>(labels_.size()) * counts_[row.label]));
    if (row.own) example.weight *= kOwnWeight;
    examples_.push_back(std::move(example));
  }

  const std::vector<std::string>& labels_;
  const Lexicon& lexicon_;
  std::map<std::string, float> counts_;
  std::vector<TrainingExample> examples_;
};

}  // namespace

std::vector<TrainingExample> training_examples(const std::vector<LabelledText>& all,
                                               const std::vector<std::size_t>& rows,
                                               const std::vector<std::string>& labels,
                                               const Lexicon& lexicon) {
  ExampleMaker maker(labels, lexicon);
  for (const std::size_t row : rows) maker.count(all[row]);
  for (const std::size_t row : rows) maker.add(all[row]);
  return maker.take();
}

}  // namespace smsflow
