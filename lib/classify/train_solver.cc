#include "classify/train_solver.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace smsflow {
namespace {

// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
  }

 private:
  std::uint64_t state_;
};

void softmax(LabelVector& scores, std::size_t labels) {
  float most = scores[0];
  for (std::size_t l = 1; l < labels; ++l) most = std::max(most, scores[l]);
  float sum = 0;
  for (std::size_t l = 0; l < labels; ++l) {
    scores[l] = static_cast<float>(exact_exp(static_cast<double>(scores[l] - most)));
    sum += scores[l];
  }
  for (std::size_t l = 0; l < labels; ++l) scores[l] /= sum;
}

class Solver {
 public:
  Solver(const std::vector<TrainingExample>& examples, const SolverSettings& settings)
      : examples_(examples), settings_(settings) {
    weights_.rows.resize(std::size_t{1} << settings.row_bits);
  }

  Weights solve() {
    std::vector<std::uint32_t> order(examples_.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto steps =
        static_cast<float>(examples_.size() * static_cast<std::size_t>(settings_.passes));
    float done = 0;
    for (int pass = 0; pass < settings_.passes; ++pass) {
      for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[random_.next() % i]);
      for (const std::uint32_t i : order) {
        step(examples_[i], settings_.step * (1 - done / steps));
        done += 1;
      }
    }
    for (LabelVector& row : weights_.rows) {
      for (float& weight : row) weight *= scale_;
    }
    return std::move(weights_);
  }

 private:
  struct Touched {
    std::uint32_t row;
    float value;
  };

  void pick(const Features& features) {
    touched_.clear();
    const auto limit = static_cast<std::uint64_t>(settings_.drop * 65536.0F);
    for (std::size_t group = 0; group < kFeatureGroups; ++group) {
      const std::vector<std::uint32_t>& rows = features.rows[group];
      if (rows.empty()) continue;
      const float value = settings_.group_weights[group] /
                          std::sqrt(static_cast<float>(rows.size())) / (1 - settings_.drop);
      std::uint64_t bits = 0;
      int left = 0;
      for (const std::uint32_t row : rows) {
        if (left == 0) {
          bits = random_.next();
          left = 4;
        }
        --left;
        const bool kept = (bits & 0xFFFF) >= limit;
        bits >>= 16;
        if (kept) touched_.push_back({row, value});
      }
    }
  }

  void step(const TrainingExample& example, float rate) {
    pick(example.features);
    LabelVector sums{};
    for (const Touched& touched : touched_) {
      const LabelVector& row = weights_.rows[touched.row];
      for (std::size_t l = 0; l < kLabelSlots; ++l) sums[l] += touched.value * row[l];
    }
    for (std::size_t l = 0; l < kLabelSlots; ++l) sums[l] = sums[l] * scale_ + weights_.bias[l];
    softmax(sums, settings_.labels);
    scale_ *= 1 - rate * settings_.decay;
    LabelVector change{};
    const float pace = rate * example.weight;
    for (std::size_t l = 0; l < settings_.labels; ++l) {
      change[l] = pace * (example.target[l] - sums[l]);
      weights_.bias[l] += 0.1F * change[l];
      change[l] /= scale_;
    }
    for (const Touched& touched : touched_) {
      LabelVector& row = weights_.rows[touched.row];
      for (std::size_t l = 0; l < kLabelSlots; ++l) row[l] += touched.value * change[l];
    }
  }

  const std::vector<TrainingExample>& examples_;
  const SolverSettings settings_;
  SplitMix random_{20240501};
  Weights weights_;
  std::vector<Touched> touched_;
  float scale_ = 1;  // of all weights: decay costs one product a step
};

}  // namespace

Weights solve(const std::vector<TrainingExample>& examples, const SolverSettings& settings) {
  return Solver(examples, settings).solve();
}

double exact_exp(double x) {
  if (x < -80) return 0;
  // e^x = (e^(x/1024))^1024, and a short series is exact enough so near to zero.
  const double y = x / 1024;
  double result = 1 + y * (1 + y / 2 * (1 + y / 3 * (1 + y / 4)));
  for (int i = 0; i < 10; ++i) result *= result;
  return result;
}

}  // namespace smsflow
