#include "classify/lexicon.h"

#include <doctest/doctest.h>

#include <set>

#include "classify/feature_hash.h"
#include "text/error.h"

namespace smsflow::lexicon_test {
namespace {

const Lexicon::Entry* find(const Lexicon& lexicon, std::string_view words) {
  return lexicon.find(feature_hash(kFeatureSeed, words));
}

TEST_CASE("variants and classes are found") {
  const Lexicon lexicon = Lexicon::parse(
      "# note\n= tomorrow tmrw 0moro\n= can_not cant\ntime: tomorrow, tmrw morning\nno: cant "
      "come\n");
  REQUIRE(find(lexicon, "tmrw") != nullptr);
  CHECK(find(lexicon, "tmrw")->canonical == "tomorrow");
  CHECK(find(lexicon, "tomorrow")->classes == lexicon.bit("time"));
  CHECK(find(lexicon, "tomorrow")->begins_phrase);
  CHECK(find(lexicon, "tomorrow morning")->classes == lexicon.bit("time"));
  CHECK(find(lexicon, "can not come")->classes == lexicon.bit("no"));
  CHECK(find(lexicon, "never") == nullptr);
  CHECK(lexicon.bit("other") == 0);
}

TEST_CASE("a broken line is named") {
  try {
    Lexicon::parse("time: today\nnonsense\n");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kBadInput);
    CHECK(error.where() == "lexicon:2");
  }
}

TEST_CASE("the table grows") {
  std::string text = "many: ";
  for (int i = 0; i < 9000; ++i) text += "w" + std::to_string(i) + ",";
  const Lexicon lexicon = Lexicon::parse(text);
  CHECK(find(lexicon, "w0")->classes == 1);
  CHECK(find(lexicon, "w8999")->classes == 1);
}

TEST_CASE("the lists that ship can be read") {
  const Lexicon lexicon = Lexicon::parse(built_in_lexicon());
  CHECK(lexicon.classes().size() > 30);
  CHECK((find(lexicon, "late")->classes & lexicon.bit("late")) != 0);
  CHECK((find(lexicon, "on my way")->classes & lexicon.bit("late")) != 0);
}

}  // namespace
}  // namespace smsflow::lexicon_test
