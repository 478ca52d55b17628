// Weights to the bytes of a model file (model_format.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "classify/train_solver.h"

namespace smsflow {

// `known`: one per row. The model acts on nothing until thresholds are set.
std::string pack(const Weights& weights, const std::vector<std::string>& labels,
                 const std::vector<bool>& known, std::string_view lexicon);

}  // namespace smsflow
