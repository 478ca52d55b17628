#include "classify/train_trust.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>

#include "classify/train_solver.h"

namespace smsflow {
namespace {

constexpr int kNewtonSteps = 12;
constexpr double kRidge = 1.0;
constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::max();
constexpr std::int32_t kLeastLead = kLogit / 2;
constexpr std::int32_t kLeastLeadOfThanks = kLogit / 4;  // acting on thanks does nothing
// Shares right among those acted on, of texts of which one in thirty is labelled wrongly.
constexpr double kTarget = 0.945;
constexpr double kCostlyTarget = 0.97;  // undoing a cancellation or a false "paid" costs a customer
constexpr double kShortAnswerTarget = 0.90;
constexpr double kValueTarget = 0.97;
constexpr double kOptOutTarget = 0.93;     // a text too many is worse than one too few
constexpr double kGraveCost = 3;           // acting on what a person must see
constexpr double kSourceCap = 600;         // rows that a source may count as, written ones apart
constexpr std::int32_t kLeastTrust = 256;  // 73 in 100 right: no label acts on less
// The rules know the plain opt-outs; what is left pauses the texts and asks a person.
constexpr std::int32_t kLeastTrustOfOptOut = 3 * 256;
constexpr std::size_t kFewest = 25;  // scores that a threshold of its own needs

using Signs = std::array<double, kTrustSigns>;

Signs signs_of(const Model::Evidence& evidence) {
  Signs signs{};
  for (std::size_t i = 0; i < kTrustSigns; ++i) signs[i] = evidence.signs[i] / 256.0;
  return signs;
}

double sigmoid(double x) {
  return x < 0 ? exact_exp(x) / (1 + exact_exp(x)) : 1 / (1 + exact_exp(-x));
}

// Gaussian elimination; the matrix is positive definite by its ridge.
Signs solve_linear(std::array<Signs, kTrustSigns> matrix, Signs right) {
  for (std::size_t i = 0; i < kTrustSigns; ++i) {
    for (std::size_t j = i + 1; j < kTrustSigns; ++j) {
      const double factor = matrix[j][i] / matrix[i][i];
      for (std::size_t k = i; k < kTrustSigns; ++k) matrix[j][k] -= factor * matrix[i][k];
      right[j] -= factor * right[i];
    }
  }
  for (std::size_t i = kTrustSigns; i-- > 0;) {
    for (std::size_t k = i + 1; k < kTrustSigns; ++k) right[i] -= matrix[i][k] * right[k];
    right[i] /= matrix[i][i];
  }
  return right;
}

// How much each score counts: a big source counts as one of a common size.
std::vector<double> weights_of(const std::vector<HeldOutScore>& scores) {
  std::map<std::string, double> of_source;
  for (const HeldOutScore& score : scores) of_source[score.row->source] += 1;
  std::vector<double> weights;
  weights.reserve(scores.size());
  for (const HeldOutScore& score : scores) {
    weights.push_back(score.row->own ? 1
                                     : std::min(1.0, kSourceCap / of_source[score.row->source]));
  }
  return weights;
}

// Logistic regression of "right" on the signs of one group of labels, by Newton's method.
Signs fit_weights(const std::vector<HeldOutScore>& scores, const std::vector<double>& counts,
                  const std::vector<TrustGroup>& groups, TrustGroup group) {
  Signs weights{};
  for (int step = 0; step < kNewtonSteps; ++step) {
    std::array<Signs, kTrustSigns> matrix{};
    Signs gradient{};
    for (std::size_t i = 0; i < kTrustSigns; ++i) {
      matrix[i][i] = kRidge;
      gradient[i] = -kRidge * weights[i];
    }
    for (std::size_t n = 0; n < scores.size(); ++n) {
      const HeldOutScore& score = scores[n];
      if (groups[score.evidence.label] != group) continue;
      const Signs signs = signs_of(score.evidence);
      double sum = 0;
      for (std::size_t i = 0; i < kTrustSigns; ++i) sum += weights[i] * signs[i];
      const double p = sigmoid(std::clamp(sum, -30.0, 30.0));
      for (std::size_t i = 0; i < kTrustSigns; ++i) {
        gradient[i] += counts[n] * ((score.right ? 1.0 : 0.0) - p) * signs[i];
        for (std::size_t k = 0; k < kTrustSigns; ++k)
          matrix[i][k] += counts[n] * p * (1 - p) * signs[i] * signs[k];
      }
    }
    const Signs change = solve_linear(matrix, gradient);
    for (std::size_t i = 0; i < kTrustSigns; ++i) weights[i] += change[i];
  }
  return weights;
}

std::int32_t trust_of(const ModelHeader& header, TrustGroup group,
                      const Model::Evidence& evidence) {
  const auto& weights = header.trust[static_cast<std::size_t>(group)];
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < kTrustSigns; ++i) sum += std::int64_t{weights[i]} * evidence.signs[i];
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(sum >> 16, -kTrustLimit, kTrustLimit));
}

std::int32_t least_lead(const std::string& label) {
  return label == "thanks" ? kLeastLeadOfThanks : kLeastLead;
}

bool is_grave(const std::string& label) {
  return label == "other" || label == "sensitive" || label == "angry" || label == "agent";
}

struct Candidate {
  std::int32_t trust;
  double right;
  double wrong;
};

// The lowest trust above which the share right meets the target; kNever when none does.
std::int32_t threshold(std::vector<Candidate> candidates, double target) {
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.trust > b.trust; });
  std::int32_t found = kNever;
  double right = 0;
  double wrong = 0.5;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    right += candidates[i].right;
    wrong += candidates[i].wrong;
    const bool last_of_equals =
        i + 1 == candidates.size() || candidates[i + 1].trust != candidates[i].trust;
    if (last_of_equals && i + 1 >= kFewest && right / (right + wrong) >= target)
      found = candidates[i].trust;
  }
  return found;
}

double target_of(const std::string& label) {
  if (label == "cancel" || label == "paid") return kCostlyTarget;
  if (label == "opt_out" || label == "stop") return kOptOutTarget;
  // A bare "ok" or "no" is labelled confirm, thanks or other as its annotator felt.
  if (label == "confirm" || label == "decline") return kShortAnswerTarget;
  // Values come without a word of their own: what looks like one may be anything.
  return label == "inform" || label == "running_late" ? kValueTarget : kTarget;
}

}  // namespace

void fit_trust(const std::vector<HeldOutScore>& scores, const std::vector<std::string>& labels,
               ModelHeader& header) {
  std::vector<TrustGroup> groups;
  groups.reserve(labels.size());
  for (const std::string& label : labels) groups.push_back(trust_group(label));
  const std::vector<double> counts = weights_of(scores);
  for (std::size_t group = 0; group < kTrustGroups; ++group) {
    const Signs weights =
        fit_weights(scores, counts, groups, TrustGroup{static_cast<std::uint8_t>(group)});
    for (std::size_t i = 0; i < kTrustSigns; ++i) {
      header.trust[group][i] = static_cast<std::int32_t>(
          std::clamp(std::floor(weights[i] * 65536 + 0.5), -16777216.0, 16777216.0));
    }
  }
  for (std::size_t i = 0; i < kSureSteps; ++i) {
    const double trust = (static_cast<double>(i) * 32 + 16 - kTrustLimit) / 256;
    header.confidence[i] = static_cast<std::uint16_t>(65535 * sigmoid(trust));
  }
  std::vector<std::vector<Candidate>> of_label(labels.size());
  std::vector<Candidate> all;
  for (std::size_t n = 0; n < scores.size(); ++n) {
    const HeldOutScore& score = scores[n];
    const std::size_t label = score.evidence.label;
    if ((header.of_people >> label & 1) != 0 || !score.evidence.stands ||
        score.evidence.lead < least_lead(labels[label]))
      continue;
    const double cost = is_grave(score.row->label) ? kGraveCost : 1;
    of_label[label].push_back({trust_of(header, groups[label], score.evidence),
                               score.right ? counts[n] : 0, score.right ? 0 : counts[n] * cost});
    all.push_back(of_label[label].back());
  }
  const std::int32_t common = threshold(all, kCostlyTarget);
  for (std::size_t l = 0; l < kLabelSlots; ++l) {
    header.act_trust[l] = kNever;
    header.act_lead[l] = l < labels.size() ? least_lead(labels[l]) : kLeastLead;
    if (l >= labels.size() || (header.of_people >> l & 1) != 0) continue;
    const bool opt_out = labels[l] == "opt_out" || labels[l] == "stop";
    header.act_trust[l] = std::max(
        opt_out ? kLeastTrustOfOptOut : kLeastTrust,
        of_label[l].size() < 2 * kFewest ? common : threshold(of_label[l], target_of(labels[l])));
  }
}

}  // namespace smsflow
