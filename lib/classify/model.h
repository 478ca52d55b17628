// The statistical layer: a linear classifier over hashed word and letter groups, word lists and the
// question asked. Its weights are int8 and read in place, so that the shipped model costs no
// parsing; scoring is integer arithmetic, so that a message scores the same on every machine.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "classify/common_words.h"
#include "classify/feature.h"
#include "classify/lexicon.h"
#include "classify/model_format.h"
#include "classify/verdict.h"

namespace smsflow {

class Model {
 public:
  struct Scored {
    std::string_view label;  // lives as long as the model; empty: nothing in the text was known
    double confidence = 0;   // 0 to 1, calibrated: the share of such scores that is right
    std::string_view runner_up;
    double runner_up_confidence = 0;
    bool automatic = false;  // sure enough, and far enough from the runner-up, to be acted on
    std::vector<Weighed> features;  // that weighed most for `label`; only when asked for
  };

  // What the trust in a score is measured by. All are integers: see model_format.h for the units.
  struct Evidence {
    std::size_t label = 0;
    std::size_t runner_up = 0;
    std::int32_t lead = 0;  // over the runner-up
    std::uint32_t share = 0;
    std::uint32_t runner_up_share = 0;
    std::array<std::int32_t, kTrustSigns> signs{};
    bool empty = false;   // no word at all
    bool barred = false;  // says something beside which its label is not acted on
    bool stands = false;  // says enough to be acted on
  };

  // Reads a model that train() wrote. `bytes` must outlive the model.
  // Error kBadInput on a broken file.
  static std::shared_ptr<const Model> parse(std::string_view bytes);

  // `context` is the question asked, empty when unknown. `mask` names the labels that may be acted
  // on; empty means all. Only the first 2,000 bytes of either text count.
  Scored score(std::string_view text, std::string_view context,
               const std::vector<std::string>& mask, bool explain) const;

  Evidence weigh(const Features& features) const;
  // In 1/256 of a logit.
  std::int32_t trust(const Evidence& evidence) const;

  const Lexicon& lexicon() const { return lexicon_; }
  const std::vector<std::string_view>& labels() const { return labels_; }
  // A digest of the model's bytes.
  const std::string& revision() const { return revision_; }

 private:
  // How far the words of a text speak for a label.
  struct Spoken {
    std::uint64_t all = 0;    // classes of all words
    std::size_t covered = 0;  // words that speak for it
    bool begins = false;      // the first word does
    bool only = true;         // no word says anything else
  };

  Model() = default;
  void add_shares(const std::array<std::int32_t, kLabelSlots>& scores, Evidence& evidence) const;
  void add_signs(const Features& features, const std::array<std::int32_t, kLabelSlots>& scores,
                 const std::array<std::array<std::int32_t, kLabelSlots>, kFeatureGroups>& parts,
                 Evidence& evidence) const;
  void add_senses(const Features& features, Evidence& evidence) const;
  bool barred(const Features& features, const Spoken& spoken, std::size_t label) const;
  bool stands(const Features& features, const Spoken& spoken, std::size_t label) const;
  bool is_plain(const Evidence& evidence, std::int32_t trusted) const;
  std::vector<Weighed> explain(const Features& features, std::size_t label) const;

  ModelHeader header_;
  Lexicon lexicon_;
  CommonWords common_;
  std::vector<std::string_view> labels_;
  std::vector<TrustGroup> groups_;       // by label
  const std::uint8_t* known_ = nullptr;  // one bit per row: a word of the training texts
  const std::int8_t* rows_ = nullptr;
  std::string revision_;
};

}  // namespace smsflow
