#include "classify/feature_question.h"

#include <doctest/doctest.h>

namespace smsflow::feature_question_test {
namespace {

TEST_CASE("questions are told apart by what answers them") {
  struct Case {
    const char* words;
    bool asks;
    const char* kind;
  };
  const Case cases[] = {
      {" ", false, "none"},
      {" your visit is tomorrow reply c to confirm ", false, "reminder"},
      {" please confirm a table for 2 on friday ", false, "confirm"},
      {" you want two tickets to boston ", true, "confirm"},
      {" so you would like the corner table ", true, "confirm"},
      {" is there anything else you need ", true, "more"},
      {" would you like to book it ", true, "offer"},
      {" how about noon or one ", true, "offer"},
      {" what time do you want it ", true, "time"},
      {" which city ", true, "open"},
      {" are you still coming ", true, "yes-no"},
      {" your invoice is due on friday ", false, "payment"},
      {" your table is booked ", false, "statement"},
  };
  for (const Case& each : cases) CHECK(name(question_kind(each.words, each.asks)) == each.kind);
}

}  // namespace
}  // namespace smsflow::feature_question_test
