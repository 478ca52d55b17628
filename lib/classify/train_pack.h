// Weights to the bytes of a model file (model_format.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "classify/train_solver.h"

namespace smsflow {

struct KnownWords {
  std::vector<bool> rows;           // one per row: that of a word of the training texts
  std::vector<std::string> common;  // as ReadText spells them, each once
};

// The model acts on nothing until thresholds are set.
std::string pack(const Weights& weights, const std::vector<std::string>& labels,
                 const KnownWords& known, std::string_view lexicon);

}  // namespace smsflow
