#include "classify/train_pack.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "classify/feature.h"
#include "classify/feature_hash.h"
#include "classify/model_format.h"
#include "workflow/intents.h"

namespace smsflow {
namespace {

using Int8Row = std::array<std::int8_t, kLabelSlots>;

constexpr double kClipped = 0.0005;  // share of the weights that may be cut to fit the scale

// The weight that becomes 127.
float largest_kept(const Weights& weights) {
  std::vector<float> sizes;
  for (const LabelVector& row : weights.rows) {
    for (const float weight : row) {
      if (weight != 0) sizes.push_back(std::abs(weight));
    }
  }
  if (sizes.empty()) return 1;
  const auto cut = sizes.end() - 1 -
                   static_cast<std::ptrdiff_t>(static_cast<double>(sizes.size() - 1) * kClipped);
  std::nth_element(sizes.begin(), cut, sizes.end());
  return *cut;
}

bool may_be_acted_on(const std::string& label) {
  return label != "other" && !leads_to_person(label);
}

std::int32_t rounded(double value) {
  return static_cast<std::int32_t>(std::floor(value + 0.5));
}

void add_senses(const std::vector<std::string>& labels, const Lexicon& lexicon,
                ModelHeader& header) {
  header.doubtful = doubtful(lexicon);
  header.dressing = dressing(lexicon);
  for (std::size_t l = 0; l < labels.size(); ++l) {
    header.speaking[l] = speaking_for(labels[l], lexicon);
    header.barring[l] = barring(labels[l], lexicon);
    if (labels[l] == "decline") header.no_answer |= std::uint32_t{1} << l;
    if (only_when_asked(labels[l])) header.needs_question |= std::uint32_t{1} << l;
    if (!may_be_acted_on(labels[l])) header.of_people |= std::uint32_t{1} << l;
  }
}

ModelHeader header_of(const Weights& weights, std::size_t labels, double scale) {
  ModelHeader header;
  header.row_bits = static_cast<std::uint32_t>(std::bit_width(weights.rows.size()) - 1);
  header.labels = static_cast<std::uint32_t>(labels);
  for (std::size_t group = 0; group < kFeatureGroups; ++group) {
    header.group_factor[group] = rounded(scale * kGroupWeights[group] * kLogit * 256);
  }
  for (std::size_t l = 0; l < labels; ++l)
    header.bias[l] = rounded(static_cast<double>(weights.bias[l]) * kLogit);
  header.act_trust.fill(std::numeric_limits<std::int32_t>::max());
  for (std::size_t i = 0; i < header.exponential.size(); ++i) {
    header.exponential[i] =
        static_cast<std::uint32_t>(std::lround(65536 * exact_exp(-static_cast<double>(i) / 64)));
  }
  return header;
}

std::vector<Int8Row> to_int8(const Weights& weights, double scale) {
  std::vector<Int8Row> rows(weights.rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t l = 0; l < kLabelSlots; ++l) {
      const double weight = static_cast<double>(weights.rows[i][l]) / scale;
      rows[i][l] = static_cast<std::int8_t>(std::clamp(rounded(weight), -127, 127));
    }
  }
  return rows;
}

CommonWord weigh_letters(const std::string& word, const std::vector<Int8Row>& rows) {
  static const Lexicon kNone = Lexicon::parse({});
  const int row_bits = static_cast<int>(std::bit_width(rows.size())) - 1;
  const Features features = read_features(word, {}, {kNone, row_bits});
  const auto& letters = features.rows[static_cast<std::size_t>(FeatureGroup::kLetters)];
  CommonWord common;
  common.hash = feature_hash(kFeatureSeed, word);
  common.letters = static_cast<std::uint16_t>(letters.size());
  for (const std::uint32_t row : letters) {
    for (std::size_t l = 0; l < kLabelSlots; ++l)
      common.sums[l] = static_cast<std::int16_t>(common.sums[l] + rows[row][l]);
  }
  return common;
}

}  // namespace

std::string pack(const Weights& weights, const std::vector<std::string>& labels,
                 const KnownWords& known, std::string_view lexicon) {
  const double scale = static_cast<double>(largest_kept(weights)) / 127;
  ModelHeader header = header_of(weights, labels.size(), scale);
  std::string names;
  for (const std::string& label : labels) names += label + '\n';
  add_senses(labels, Lexicon::parse(lexicon), header);
  header.names_bytes = static_cast<std::uint32_t>(names.size());
  header.lexicon_bytes = static_cast<std::uint32_t>(lexicon.size());
  header.common_words = static_cast<std::uint32_t>(known.common.size());
  std::string bytes(sizeof header, '\0');
  std::memcpy(bytes.data(), &header, sizeof header);
  const std::vector<Int8Row> rows = to_int8(weights, scale);
  bytes += names;
  bytes += lexicon;
  for (const std::string& word : known.common) {
    const CommonWord common = weigh_letters(word, rows);
    bytes.append(reinterpret_cast<const char*>(&common), sizeof common);
  }
  for (std::size_t row = 0; row < known.rows.size(); row += 8) {
    unsigned bits = 0;
    for (unsigned i = 0; i < 8; ++i) bits |= static_cast<unsigned>(known.rows[row + i]) << i;
    bytes += static_cast<char>(bits);
  }
  bytes.append(reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(Int8Row));
  return bytes;
}

}  // namespace smsflow
