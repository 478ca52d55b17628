#include "classify/train_trust.h"

#include <doctest/doctest.h>

#include <limits>

namespace smsflow::train_trust_test {
namespace {

// Scores whose lead tells how often they are right: all above 3 logits, half of those below.
std::vector<HeldOutScore> scores_of(std::size_t label, const LabelledText& row) {
  std::vector<HeldOutScore> scores;
  for (int i = 0; i < 400; ++i) {
    HeldOutScore score;
    score.row = &row;
    score.evidence.label = label;
    score.evidence.lead = (i % 100) * kLogit / 16;
    score.evidence.signs[0] = (i % 100) * 16;
    score.evidence.signs[11] = 256;
    score.evidence.stands = true;
    score.right = i % 100 >= 48 || i / 100 % 2 == 0;
    scores.push_back(score);
  }
  return scores;
}

TEST_CASE("the model acts where unseen rows were right") {
  LabelledText row;
  row.label = "confirm";
  row.source = "s";
  ModelHeader header;
  header.of_people = 2;
  fit_trust(scores_of(0, row), {"confirm", "question"}, header);
  CHECK(header.trust[0][0] > 0);
  CHECK(header.act_trust[0] < kTrustLimit);
  CHECK(header.act_trust[1] == std::numeric_limits<std::int32_t>::max());
  CHECK(header.confidence[0] < header.confidence[kSureSteps - 1]);
}

TEST_CASE("what only a person may see is never acted on") {
  LabelledText row;
  row.label = "angry";
  row.source = "s";
  ModelHeader header;
  header.of_people = 3;
  fit_trust(scores_of(0, row), {"angry", "other"}, header);
  CHECK(header.act_trust[0] == std::numeric_limits<std::int32_t>::max());
  CHECK(header.act_trust[1] == std::numeric_limits<std::int32_t>::max());
}

}  // namespace
}  // namespace smsflow::train_trust_test
