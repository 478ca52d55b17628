#include <doctest/doctest.h>

#include "classify/evaluate.h"
#include "text/error.h"

namespace smsflow::evaluate_condition_test {
namespace {

Evaluation sample() {
  Evaluation evaluation;
  evaluation.all = {100, 80, 40, 1};
  return evaluation;
}

TEST_CASE("conditions that hold are told") {
  CHECK(failed_conditions(sample(), "").empty());
  CHECK(failed_conditions(sample(), "accuracy<0.7,coverage<0.3").empty());
  CHECK(failed_conditions(sample(), "accuracy<0.9,wrong-per-1000>5") ==
        std::vector<std::string>{"accuracy<0.9 (0.8000)", "wrong-per-1000>5 (10.0000)"});
  CHECK(failed_conditions(sample(), "precision<0.98").size() == 1);
}

TEST_CASE("what is no condition is a usage error") {
  for (const char* text :
       {"accuracy", "accuracy<", "accuracy<x", "speed<1", "<0.5", "accuracy<0.5x", ","}) {
    CAPTURE(text);
    CHECK_THROWS_AS(failed_conditions(sample(), text), Error);
  }
}

}  // namespace
}  // namespace smsflow::evaluate_condition_test
