#include "classify/feature.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace smsflow::feature_test {
namespace {

bool has(const Features& features, const std::string& name) {
  return std::any_of(features.names.begin(), features.names.end(),
                     [&](const std::vector<std::string>& group) {
                       return std::find(group.begin(), group.end(), name) != group.end();
                     });
}

TEST_CASE("features name words, letters, meaning and the question") {
  const Lexicon lexicon = Lexicon::parse(built_in_lexicon());
  const Features features =
      read_features("Running l8, tmrw?", "What time works for you?", {lexicon, 17, nullptr, true});
  for (const char* name : {"word:late", "words:running late", "words:| running", "letters:<run",
                           "class:late", "mark:?", "question:time"}) {
    CAPTURE(name);
    CHECK(has(features, name));
  }
  CHECK(features.has_context);
  CHECK(features.words.size() == 3);
  for (std::size_t group = 0; group < kFeatureGroups; ++group) {
    CHECK(features.rows[group].size() == features.names[group].size());
    for (const std::uint32_t row : features.rows[group]) CHECK(row < (1U << 17));
  }
}

TEST_CASE("features are the same with and without names, and spelled alike") {
  const Lexicon lexicon = Lexicon::parse(built_in_lexicon());
  CHECK(read_features("ok see u", "", {lexicon, 17}).rows ==
        read_features("ok see u", "", {lexicon, 17, nullptr, true}).rows);
  CHECK(read_features("thx tmrw", "", {lexicon, 17}).rows[0] ==
        read_features("thanks tomorrow", "", {lexicon, 17}).rows[0]);
  CHECK(read_features("", "", {lexicon, 17}).words.empty());
}

// Rows of stored models are found by this hash.
TEST_CASE("rows do not move") {
  const Lexicon lexicon = Lexicon::parse("= b a\n");
  const Features features = read_features("cancel", "", {lexicon, 17});
  REQUIRE(features.rows[0].size() == 3);
  CHECK(features.rows[0][0] == 93048);
  CHECK(features.rows[1][0] == 49805);
}

}  // namespace
}  // namespace smsflow::feature_test
