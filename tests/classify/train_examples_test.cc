#include "classify/train_examples.h"

#include <doctest/doctest.h>

namespace smsflow::train_examples_test {
namespace {

TEST_CASE("a row is learned in variants, and rare labels weigh more") {
  const std::vector<LabelledText> rows = read_labelled(
      "thanks|confirm\tIs that all?\tGreat, thanks!\nthanks\t\tthank you so "
      "much\nthanks\t\tappreciate it\n"
      "cancel\t\tplease call it off\n",
      "own");
  const Lexicon lexicon = Lexicon::parse(built_in_lexicon());
  const std::vector<std::string> labels = {"cancel", "confirm", "thanks"};
  const auto examples = training_examples(rows, {0, 1, 2, 3}, labels, lexicon);
  // As written, without marks, with a slip, without the question; then as written and with a slip.
  REQUIRE(examples.size() == 10);
  CHECK(examples[0].target[2] == doctest::Approx(0.7));
  CHECK(examples[0].target[1] == doctest::Approx(0.3));
  CHECK(examples[0].features.has_context);
  CHECK_FALSE(examples[3].features.has_context);
  CHECK(examples[1].weight == doctest::Approx(examples[0].weight / 2));
  CHECK(examples[8].weight > examples[0].weight);
}

}  // namespace
}  // namespace smsflow::train_examples_test
