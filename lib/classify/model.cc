#include "classify/model.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>

#include "classify/feature_hash.h"
#include "text/error.h"

namespace smsflow {
namespace {

static_assert(std::endian::native == std::endian::little, "the model file is read in place");

using Scores = std::array<std::int32_t, kLabelSlots>;
constexpr std::size_t kExplained = 8;  // features shown

[[noreturn]] void refuse_model(const char* why) {
  throw Error(ErrorKind::kBadInput, std::string("the model is broken: ") + why, {},
              "train it again with smsflow classify --train");
}

// 65536 / sqrt(n), by integers alone.
constexpr std::int64_t inverse_root(std::uint64_t n) {
  const std::uint64_t square = (std::uint64_t{1} << 60) / n;
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 30; bit != 0; bit >>= 1) {
    if ((root | bit) * (root | bit) <= square) root |= bit;
  }
  return static_cast<std::int64_t>(root >> 14);
}

constexpr auto kInverseRoots = [] {
  std::array<std::int64_t, 512> roots{};
  for (std::size_t n = 1; n < roots.size(); ++n) roots[n] = inverse_root(n);
  return roots;
}();

std::int64_t known_inverse_root(std::size_t n) {
  return n < kInverseRoots.size() ? kInverseRoots[n] : inverse_root(n);
}

// Bounds that keep every sum within its type, whatever the file says.
void check(const ModelHeader& header) {
  constexpr std::int32_t kFactorLimit = 1 << 20;
  constexpr std::int32_t kWeightLimit = 1 << 24;
  const auto outside = [](std::int32_t value, std::int32_t limit) {
    return value < -limit || value > limit;
  };
  for (const std::int32_t factor : header.group_factor) {
    if (factor < 0 || factor > kFactorLimit) refuse_model("a factor out of range");
  }
  for (const std::int32_t bias : header.bias) {
    if (outside(bias, kWeightLimit)) refuse_model("a bias out of range");
  }
  for (const auto& group : header.trust) {
    for (const std::int32_t weight : group) {
      if (outside(weight, kWeightLimit)) refuse_model("a trust out of range");
    }
  }
  if (header.exponential[0] != 65536 ||
      !std::is_sorted(header.exponential.begin(), header.exponential.end(), std::greater<>())) {
    refuse_model("a table out of order");
  }
}

// Eight bytes a step: the weights are megabytes, and each run of the program names its model.
std::string digest(std::string_view bytes) {
  std::uint64_t hash = kFeatureSeed ^ bytes.size();
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    hash = (hash ^ word) * 0x9E3779B97F4A7C15;
    hash ^= hash >> 32;
  }
  hash = feature_hash(hash, bytes);
  std::string text;
  for (int shift = 60; shift >= 16; shift -= 4) text += "0123456789abcdef"[hash >> shift & 15];
  return text;
}

// Eight lanes of 16 bits, each two weights; counted from -128 they need no sign while they are
// taken apart. GCC's and Clang's own vectors, the same on every machine.
using Lanes = std::uint16_t __attribute__((vector_size(16)));

struct LaneSums {
  Lanes even{};
  Lanes odd{};

  void add(const std::int8_t* weights) {
    Lanes both;
    std::memcpy(&both, weights, sizeof both);
    both ^= std::uint16_t{0x8080};
    even += both & std::uint16_t{0xFF};
    odd += both >> 8;
  }
  std::int32_t at(std::size_t i) const { return i % 2 == 0 ? even[i / 2] : odd[i / 2]; }
};

Scores sum_rows(const std::int8_t* table, const std::vector<std::uint32_t>& rows) {
  constexpr std::size_t kBlock = 256;  // so many weights of 255 fit 16 bits
  constexpr std::size_t kTail = kLabelSlots - sizeof(Lanes);
  static_assert(kTail <= sizeof(Lanes));
  Scores sums{};
  for (std::size_t begin = 0; begin < rows.size(); begin += kBlock) {
    const std::size_t end = std::min(rows.size(), begin + kBlock);
    LaneSums head;
    LaneSums tail;  // ends where the row does, and so overlaps the head
    for (std::size_t i = begin; i < end; ++i) {
      const std::int8_t* row = table + std::size_t{rows[i]} * kLabelSlots;
      head.add(row);
      tail.add(row + kTail);
    }
    const auto offset = static_cast<std::int32_t>(128 * (end - begin));
    for (std::size_t l = 0; l < kLabelSlots; ++l)
      sums[l] += (l < sizeof(Lanes) ? head.at(l) : tail.at(l - kTail)) - offset;
  }
  return sums;
}

// Returns how many letter groups they stand for.
std::size_t add_common(const Features& features, Scores& sums) {
  std::size_t count = 0;
  for (const CommonWord* word : features.common) {
    count += word->letters;
    for (std::size_t l = 0; l < kLabelSlots; ++l) sums[l] += word->sums[l];
  }
  return count;
}

}  // namespace

std::shared_ptr<const Model> Model::parse(std::string_view bytes) {
  const std::shared_ptr<Model> model(new Model);
  ModelHeader& header = model->header_;
  if (bytes.size() < sizeof header) refuse_model("too short");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != kModelMagic) refuse_model("it does not begin as a model");
  check(header);
  if (header.row_bits < 8 || header.row_bits > kMaxRowBits || header.labels < 2 ||
      header.labels > kLabelSlots || header.common_words > kMostCommonWords) {
    refuse_model("sizes out of range");
  }
  const std::size_t rows = std::size_t{1} << header.row_bits;
  const std::size_t texts = std::size_t{header.names_bytes} + header.lexicon_bytes;
  const std::size_t common = header.common_words * sizeof(CommonWord);
  if (bytes.size() != sizeof header + texts + common + rows / 8 + rows * kLabelSlots)
    refuse_model("its size is not what it says");
  std::string_view names = bytes.substr(sizeof header, header.names_bytes);
  while (!names.empty()) {
    const std::size_t end = std::min(names.find('\n'), names.size() - 1);
    model->labels_.push_back(names.substr(0, end));
    model->groups_.push_back(trust_group(model->labels_.back()));
    names.remove_prefix(end + 1);
  }
  if (model->labels_.size() != header.labels) refuse_model("labels are missing");
  model->lexicon_ =
      Lexicon::parse(bytes.substr(sizeof header + header.names_bytes, header.lexicon_bytes));
  const char* after = bytes.data() + sizeof header + texts;
  std::vector<CommonWord> words(header.common_words);
  if (!words.empty()) std::memcpy(words.data(), after, common);
  model->common_ = CommonWords(std::move(words));
  after += common;
  model->known_ = reinterpret_cast<const std::uint8_t*>(after);
  model->rows_ = reinterpret_cast<const std::int8_t*>(after + rows / 8);
  model->revision_ = digest(bytes);
  return model;
}

Model::Evidence Model::weigh(const Features& features) const {
  std::array<Scores, kFeatureGroups> parts{};
  Scores scores = header_.bias;
  for (std::size_t group = 0; group < kFeatureGroups; ++group) {
    std::size_t count = features.rows[group].size();
    parts[group] = sum_rows(rows_, features.rows[group]);
    if (group == static_cast<std::size_t>(FeatureGroup::kLetters))
      count += add_common(features, parts[group]);
    if (count == 0) continue;
    const std::int64_t factor = header_.group_factor[group] * known_inverse_root(count);
    for (std::size_t l = 0; l < header_.labels; ++l) {
      parts[group][l] = static_cast<std::int32_t>(parts[group][l] * factor >> 24);
      scores[l] += parts[group][l];
    }
  }
  Evidence evidence;
  evidence.empty = features.words.empty();
  for (std::size_t l = 1; l < header_.labels; ++l) {
    if (scores[l] > scores[evidence.label]) evidence.label = l;
  }
  evidence.runner_up = evidence.label == 0 ? 1 : 0;
  for (std::size_t l = 0; l < header_.labels; ++l) {
    if (l != evidence.label && scores[l] > scores[evidence.runner_up]) evidence.runner_up = l;
  }
  evidence.lead = scores[evidence.label] - scores[evidence.runner_up];
  add_shares(scores, evidence);
  add_signs(features, scores, parts, evidence);
  return evidence;
}

void Model::add_shares(const std::array<std::int32_t, kLabelSlots>& scores,
                       Evidence& evidence) const {
  const auto exponential = [&](std::int32_t below) {
    const auto at = static_cast<std::size_t>(below) / (kLogit / 64);
    return at < header_.exponential.size() ? header_.exponential[at] : 0;
  };
  std::uint64_t sum = 0;  // stays 0 only by a model that nobody trained
  for (std::size_t l = 0; l < header_.labels; ++l)
    sum += exponential(scores[evidence.label] - scores[l]);
  sum = std::max<std::uint64_t>(sum, 1);
  evidence.share = static_cast<std::uint32_t>((std::uint64_t{65536} << 16) / sum);
  evidence.runner_up_share =
      static_cast<std::uint32_t>(std::uint64_t{exponential(evidence.lead)} * 65536 / sum);
}

void Model::add_signs(
    const Features& features, const std::array<std::int32_t, kLabelSlots>& scores,
    const std::array<std::array<std::int32_t, kLabelSlots>, kFeatureGroups>& parts,
    Evidence& evidence) const {
  constexpr std::int32_t kSign = kLogit / 256;
  constexpr std::int32_t kFarthest = 12 * 256;
  auto& signs = evidence.signs;
  // ln(share / (1 - share)) would be the odds; the others' sum is read back from the same table.
  const std::uint32_t others = 65536 - std::min<std::uint32_t>(evidence.share, 65535);
  const auto found = std::lower_bound(header_.exponential.begin(), header_.exponential.end(),
                                      others, std::greater<>());
  signs[0] = static_cast<std::int32_t>(found - header_.exponential.begin()) * 4;
  signs[1] = std::min(evidence.lead / kSign, kFarthest);
  for (std::size_t group = 0; group < kFeatureGroups; ++group) {
    const std::int32_t lead = parts[group][evidence.label] - parts[group][evidence.runner_up];
    signs[2 + group] = std::clamp(lead / kSign, -kFarthest, kFarthest);
  }
  signs[5] = std::min({signs[2], signs[3], signs[4]});
  std::size_t unknown = 0;
  for (const std::uint32_t row : features.words) unknown += (known_[row / 8] >> (row % 8) & 1) == 0;
  if (!features.words.empty())
    signs[6] = static_cast<std::int32_t>(256 * unknown / features.words.size());
  signs[7] = static_cast<std::int32_t>(64 * std::bit_width(features.words.size()));
  signs[8] = features.has_context ? 256 : 0;
  signs[9] = features.has_context ? 0 : signs[7];
  signs[10] = kFarthest;
  for (std::size_t l = 0; l < header_.labels; ++l) {
    if (l == evidence.label || (header_.of_people >> l & 1) == 0) continue;
    signs[10] = std::min(signs[10], (scores[evidence.label] - scores[l]) / kSign);
  }
  signs[11] = 256;
  add_senses(features, evidence);
}

void Model::add_senses(const Features& features, Evidence& evidence) const {
  const std::uint64_t speaking = header_.speaking[evidence.label];
  Spoken spoken;
  for (const std::uint64_t senses : features.senses) {
    spoken.all |= senses;
    spoken.covered += (senses & speaking) != 0;
    spoken.only = spoken.only && (senses & (speaking | header_.dressing)) != 0;
  }
  spoken.begins = !features.senses.empty() && (features.senses.front() & speaking) != 0;
  const QuestionKind kind = features.question;
  const std::array<bool, 8> facts = {spoken.begins,
                                     spoken.covered != 0,
                                     (spoken.all & header_.doubtful & ~speaking) != 0,
                                     kind == QuestionKind::kYesNo,
                                     kind == QuestionKind::kOpen || kind == QuestionKind::kTime,
                                     kind == QuestionKind::kOffer ||
                                         kind == QuestionKind::kConfirm ||
                                         kind == QuestionKind::kReminder,
                                     kind == QuestionKind::kMore,
                                     features.asks};
  auto& signs = evidence.signs;
  for (std::size_t i = 0; i < 3; ++i) signs[12 + i] = facts[i] ? 256 : 0;
  if (!features.senses.empty())
    signs[15] = static_cast<std::int32_t>(256 * spoken.covered / features.senses.size());
  for (std::size_t i = 3; i < facts.size(); ++i) signs[13 + i] = facts[i] ? 256 : 0;
  evidence.barred = barred(features, spoken, evidence.label);
  evidence.stands = !evidence.barred && stands(features, spoken, evidence.label);
  signs[21] = kind == QuestionKind::kYesNo && !spoken.begins ? 256 : 0;
  signs[22] = kind == QuestionKind::kNone && spoken.covered == 0 ? 256 : 0;
}

std::int32_t Model::trust(const Evidence& evidence) const {
  const auto& weights = header_.trust[static_cast<std::size_t>(groups_[evidence.label])];
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < kTrustSigns; ++i) sum += std::int64_t{weights[i]} * evidence.signs[i];
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(sum >> 16, -kTrustLimit, kTrustLimit));
}

bool Model::barred(const Features& features, const Spoken& spoken, std::size_t label) const {
  const bool asked = features.question != QuestionKind::kNone;
  return (spoken.all & header_.barring[label] & ~header_.speaking[label]) != 0 ||
         (!asked && (header_.needs_question >> label & 1) != 0);
}

// An answer begins with yes or no: what only implies one is a person's to read. Without its
// question it is nothing but an answer, and a "no" to "is that right?" that says more is a
// correction. A value answers a question for one. Anything else has a word that speaks for it.
// Without its question, a long text says more than one thing.
bool Model::stands(const Features& features, const Spoken& spoken, std::size_t label) const {
  const QuestionKind kind = features.question;
  const bool asked = kind != QuestionKind::kNone;
  if (!asked && features.words.size() > kShortAnswerWords) return false;
  const bool corrects = (header_.no_answer >> label & 1) != 0 &&
                        (kind == QuestionKind::kConfirm || kind == QuestionKind::kReminder);
  switch (groups_[label]) {
    case TrustGroup::kAnswer:
      return spoken.begins && (spoken.only || (asked && !corrects));
    case TrustGroup::kValue:
      return !features.asks && (kind == QuestionKind::kOpen || kind == QuestionKind::kTime);
    case TrustGroup::kThanks:
    case TrustGroup::kRequest:
      return spoken.covered != 0 || header_.speaking[label] == 0;
    case TrustGroup::kPerson:
      break;
  }
  return false;
}

// Beyond this trust a confirmation or thanks needs no word that speaks for it.
bool Model::is_plain(const Evidence& evidence, std::int32_t trusted) const {
  constexpr std::int32_t kPlain = 3 * 256;
  const TrustGroup group = groups_[evidence.label];
  const bool may_be =
      group == TrustGroup::kThanks ||
      (group == TrustGroup::kAnswer && (header_.no_answer >> evidence.label & 1) == 0);
  return may_be && !evidence.barred && trusted >= kPlain;
}

Model::Scored Model::score(std::string_view text, std::string_view context,
                           const std::vector<std::string>& mask, bool explain_too) const {
  const Features features = read_features(
      text, context, {lexicon_, static_cast<int>(header_.row_bits), &common_, explain_too});
  const Evidence evidence = weigh(features);
  Scored scored;
  if (evidence.empty) return scored;
  const std::int32_t trusted = trust(evidence);
  const std::uint32_t sure =
      header_.confidence[static_cast<std::size_t>((trusted + kTrustLimit) / 32)];
  scored.label = labels_[evidence.label];
  scored.runner_up = labels_[evidence.runner_up];
  scored.confidence = static_cast<double>(sure) / 65535;
  // What is left is shared as the scores share it.
  const std::uint64_t others = 65536 - std::min<std::uint32_t>(evidence.share, 65535);
  const std::uint64_t second = std::min<std::uint64_t>(others, evidence.runner_up_share);
  const std::uint64_t runner_up = (65535 - sure) * second / others;
  scored.runner_up_confidence = static_cast<double>(runner_up) / 65535;
  scored.automatic =
      (evidence.stands || is_plain(evidence, trusted)) &&
      trusted >= header_.act_trust[evidence.label] &&
      evidence.lead >= header_.act_lead[evidence.label] &&
      (mask.empty() || std::find(mask.begin(), mask.end(), scored.label) != mask.end());
  if (explain_too) scored.features = explain(features, evidence.label);
  return scored;
}

std::vector<Weighed> Model::explain(const Features& features, std::size_t label) const {
  std::vector<Weighed> all;
  for (std::size_t group = 0; group < kFeatureGroups; ++group) {
    if (features.rows[group].empty()) continue;
    const std::int64_t factor =
        header_.group_factor[group] * known_inverse_root(features.rows[group].size());
    for (std::size_t i = 0; i < features.rows[group].size(); ++i) {
      const auto weight = static_cast<std::int64_t>(
          rows_[std::size_t{features.rows[group][i]} * kLabelSlots + label]);
      const std::int64_t logits = weight * factor >> 24;
      all.push_back({features.names[group][i], static_cast<double>(logits) / kLogit});
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Weighed& a, const Weighed& b) {
    return std::max(a.weight, -a.weight) > std::max(b.weight, -b.weight);
  });
  if (all.size() > kExplained) all.resize(kExplained);
  return all;
}

}  // namespace smsflow
