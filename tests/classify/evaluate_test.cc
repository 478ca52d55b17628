#include "classify/evaluate.h"

#include <doctest/doctest.h>

#include "small_training.h"

namespace smsflow::evaluate_test {
namespace {

TEST_CASE("figures count as they say") {
  std::vector<LabelledText> rows(5);
  const char* labels[] = {"confirm", "confirm", "other", "cancel", "decline"};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].label = labels[i];
    rows[i].source = i < 3 ? "a" : "b";
  }
  const std::vector<PredictedText> readings = {{&rows[0], "confirm", true, true},
                                               {&rows[1], "decline", false, true},
                                               {&rows[2], "confirm", false, true},
                                               {&rows[3], "cancel", true, false},
                                               {&rows[4], "other", false, false}};
  const Evaluation evaluation = evaluate(readings);
  CHECK(evaluation.accuracy() == doctest::Approx(0.4));
  CHECK(evaluation.coverage() == doctest::Approx(0.6));
  CHECK(evaluation.precision() == doctest::Approx(1.0 / 3));
  CHECK(evaluation.wrong_per_1000() == doctest::Approx(400));
  CHECK(evaluation.labels.at("confirm").precision() == doctest::Approx(0.5));
  CHECK(evaluation.labels.at("confirm").recall() == doctest::Approx(0.5));
  // confirm 0.5, cancel 1, decline and other 0.
  CHECK(evaluation.macro_f1() == doctest::Approx(0.375));
  CHECK(evaluation.confusion.at("confirm").at("decline") == 1);
  CHECK(evaluation.sources.at("a").rows == 3);
  CHECK(evaluation.out_of_scope_acted == 1);
}

TEST_CASE("built-in labels have general names") {
  Verdict verdict;
  verdict.label = "stop";
  CHECK(general_label(verdict) == "opt_out");
  verdict.label = "noise";
  CHECK(general_label(verdict) == "other");
  verdict.label = "paid";
  CHECK(general_label(verdict) == "paid");
  CHECK(may_act("paid"));
  CHECK_FALSE(may_act("angry"));
  CHECK_FALSE(may_act("other"));
}

TEST_CASE("each row is read by a model that has not seen its source") {
  const std::vector<LabelledText> rows = small_training();
  const std::vector<PredictedText> readings = read_leaving_out(rows, rows.size());
  CHECK(readings.size() == rows.size());
  CHECK(evaluate(readings).accuracy() > 0.6);
}

TEST_CASE("an empty evaluation has figures") {
  const Evaluation evaluation = evaluate({});
  CHECK(evaluation.accuracy() == 0);
  CHECK(evaluation.precision() == 1);
  CHECK(evaluation.macro_f1() == 0);
}

}  // namespace
}  // namespace smsflow::evaluate_test
