// The statistical layer: a linear classifier over hashed word and character n-grams, word lists and
// the question asked. Its weights are int8 and read in place, so that the shipped model costs no
// parsing; scoring is integer arithmetic, so that a message scores the same on every machine.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

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

  virtual ~Model() = default;

  // `context` is the question asked, empty when unknown. `mask` names the labels that may be acted
  // on; empty means all. Only the first 2,000 bytes of either text count.
  virtual Scored score(std::string_view text, std::string_view context,
                       const std::vector<std::string>& mask, bool explain) const = 0;

  // A digest of the model's bytes.
  virtual const std::string& revision() const = 0;

  // Reads a model that train() wrote. `bytes` must outlive the model.
  // Error kBadInput on a broken file.
  static std::shared_ptr<const Model> parse(std::string_view bytes);
};

}  // namespace smsflow
