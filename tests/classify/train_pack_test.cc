#include "classify/train_pack.h"

#include <doctest/doctest.h>

#include "classify/model.h"

namespace smsflow::train_pack_test {
namespace {

TEST_CASE("packed weights score as they were learned, and act on nothing") {
  Weights weights;
  weights.rows.resize(256);
  const Lexicon lexicon = Lexicon::parse("none: zzz\n");
  const Features features = read_features("hello", "", {lexicon, 8});
  for (const std::uint32_t row : features.rows[0]) weights.rows[row] = {0.5F, -1.0F};
  const std::string bytes =
      pack(weights, {"first", "second"}, {std::vector<bool>(256), {"hello"}}, "none: zzz\n");
  const std::shared_ptr<const Model> model = Model::parse(bytes);
  const Model::Scored scored = model->score("hello", "", {}, false);
  CHECK(scored.label == "first");
  CHECK(scored.runner_up == "second");
  CHECK_FALSE(scored.automatic);
  // Three features of 1.5 apart: 3 * 1.5 / sqrt(3).
  CHECK(model->weigh(features).lead >= 2.4 * kLogit);
}

}  // namespace
}  // namespace smsflow::train_pack_test
