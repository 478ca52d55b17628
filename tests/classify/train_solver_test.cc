#include "classify/train_solver.h"

#include <doctest/doctest.h>

#include <cmath>

namespace smsflow::train_solver_test {
namespace {

TEST_CASE("the exponential agrees with the library's") {
  for (double x = 0; x > -30; x -= 0.37) {
    CHECK(exact_exp(x) == doctest::Approx(std::exp(x)).epsilon(1e-6));
  }
  CHECK(exact_exp(-1000) == 0);
}

TEST_CASE("weights learn which row means which label") {
  std::vector<TrainingExample> examples(200);
  for (std::size_t i = 0; i < examples.size(); ++i) {
    examples[i].features.rows[0] = {static_cast<std::uint32_t>(i % 2), 5};
    examples[i].target[i % 2] = 1;
  }
  SolverSettings settings;
  settings.row_bits = 8;
  settings.labels = 2;
  const Weights weights = solve(examples, settings);
  CHECK(weights.rows[0][0] > weights.rows[0][1] + 1);
  CHECK(weights.rows[1][1] > weights.rows[1][0] + 1);
  CHECK(std::abs(weights.rows[5][0] - weights.rows[5][1]) < 0.5);
  CHECK(weights.rows[9][0] == 0);
}

}  // namespace
}  // namespace smsflow::train_solver_test
