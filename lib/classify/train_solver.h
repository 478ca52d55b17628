// Multinomial logistic regression by stochastic gradient steps that shrink to nothing. Only sums,
// products and quotients of IEEE numbers in one fixed order: the same input gives the same weights.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "classify/feature.h"
#include "classify/model_format.h"

namespace smsflow {

// How much words, letters and meaning count.
inline constexpr std::array<float, kFeatureGroups> kGroupWeights = {1.0F, 0.8F, 1.5F};

using LabelVector = std::array<float, kLabelSlots>;

struct TrainingExample {
  Features features;
  LabelVector target{};  // shares of the labels that are right; sums to 1
  float weight = 1;
};

struct SolverSettings {
  int row_bits = 17;
  std::size_t labels = 0;
  int passes = 8;
  float step = 1;       // of the first pass
  float decay = 1e-5F;  // of the weights, per step
  float drop = 0.25F;   // share of the features left out at random at each step
  std::array<float, kFeatureGroups> group_weights = kGroupWeights;
};

struct Weights {
  std::vector<LabelVector> rows;  // 2^row_bits
  LabelVector bias{};
};

Weights solve(const std::vector<TrainingExample>& examples, const SolverSettings& settings);

// e^x for x <= 0, to about 1e-7, by operations that every machine rounds alike.
double exact_exp(double x);

}  // namespace smsflow
