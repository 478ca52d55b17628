#include "classify/label_sense.h"

#include <doctest/doctest.h>

namespace smsflow::label_sense_test {
namespace {

TEST_CASE("words speak for labels by their classes") {
  const Lexicon lexicon = Lexicon::parse("late: running late\nno: nope\nnegation: not\nbye: cya\n");
  CHECK(speaking_for("running_late", lexicon) == lexicon.bit("late"));
  CHECK(speaking_for("decline", lexicon) == (lexicon.bit("no") | lexicon.bit("negation")));
  CHECK(speaking_for("a label of a business", lexicon) == 0);
}

TEST_CASE("what bars an action is not what speaks for it alone") {
  const Lexicon lexicon =
      Lexicon::parse("hedge: maybe\nrequest: send me\nthanks: thanks\ncontrast: but\n");
  CHECK((barring("confirm", lexicon) & lexicon.bit("contrast")) != 0);
  CHECK((barring("thanks", lexicon) & lexicon.bit("request")) != 0);
  CHECK((barring("cancel", lexicon) & lexicon.bit("hedge")) != 0);
  CHECK((doubtful(lexicon) & lexicon.bit("thanks")) == 0);
  CHECK(dressing(lexicon) == lexicon.bit("thanks"));
}

TEST_CASE("labels are trusted in groups") {
  CHECK(trust_group("decline") == TrustGroup::kAnswer);
  CHECK(trust_group("inform") == TrustGroup::kValue);
  CHECK(trust_group("cancel") == TrustGroup::kRequest);
  CHECK(trust_group("angry") == TrustGroup::kPerson);
  CHECK(trust_group("other") == TrustGroup::kPerson);
  CHECK(only_when_asked("paid"));
  CHECK_FALSE(only_when_asked("cancel"));
}

}  // namespace
}  // namespace smsflow::label_sense_test
