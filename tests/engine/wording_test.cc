#include "engine/wording.h"

#include <doctest/doctest.h>

#include "text/segment.h"

namespace smsflow::wording_test {
namespace {

Wording wording(std::string language, std::string variant, int weight) {
  return {.language = std::move(language), .variant = std::move(variant), .weight = weight};
}

}  // namespace

TEST_CASE("a language, else English, else the first") {
  const Say say{{wording("fr", "", 1), wording("en", "", 1), wording("es", "", 1)}};
  CHECK(choose_wording(say, "es", "u")->language == "es");
  CHECK(choose_wording(say, "de", "u")->language == "en");
  CHECK(choose_wording({{wording("fr", "", 1)}}, "de", "u")->language == "fr");
  CHECK(choose_wording({}, "en", "u") == nullptr);
}

TEST_CASE("variants come by weight, and a unit keeps its own") {
  const Say say{{wording("en", "a", 1), wording("en", "b", 3)}};
  int second = 0;
  for (int unit = 0; unit < 4000; ++unit) {
    const std::string id = std::to_string(unit);
    const Wording* chosen = choose_wording(say, "en", id);
    CHECK(chosen == choose_wording(say, "en", id));
    second += chosen->variant == "b";
  }
  CHECK(second > 2850);  // 3000 expected; 5 standard deviations are 137
  CHECK(second < 3150);
}

TEST_CASE("our own English texts travel as GSM-7 in at most two segments") {
  for (int index = 0; index <= static_cast<int>(BuiltInText::kLate); ++index) {
    const Segmentation size = segment(built_in_text(static_cast<BuiltInText>(index), "en"));
    CHECK(size.encoding == Encoding::kGsm7);
    CHECK(size.segments <= 2);
    CHECK_FALSE(built_in_text(static_cast<BuiltInText>(index), "es").empty());
  }
}

}  // namespace smsflow::wording_test
