#include "classify/verdict.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace smsflow::verdict_test {

TEST_CASE("verdict: layers are numbered for good and named apart") {
  CHECK(static_cast<int>(Layer::kNone) == 0);
  CHECK(static_cast<int>(Layer::kOptOut) == 1);
  CHECK(static_cast<int>(Layer::kModel) == 7);
  std::set<std::string> names;
  for (int layer = 0; layer <= 7; ++layer) names.emplace(name(static_cast<Layer>(layer)));
  CHECK(names.size() == 8);
}

TEST_CASE("verdict: nothing is acted on by default") {
  const Verdict verdict;
  CHECK(verdict.label == "unclear");
  CHECK_FALSE(verdict.automatic);
  CHECK_FALSE(verdict.suspected_opt_out);
}

}  // namespace smsflow::verdict_test
