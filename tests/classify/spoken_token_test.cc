#include "classify/spoken_token.h"

#include <doctest/doctest.h>

#include <string>

namespace smsflow::spoken_token_test {

TEST_CASE("tokens: words, numbers and signs") {
  const std::vector<SpokenToken> tokens = spoken_tokens("Ma\u00F1ana, 07:30pm \u2013 12th");
  REQUIRE(tokens.size() >= 7);
  CHECK(tokens[0].is("manana"));
  CHECK(tokens[1].is(','));
  CHECK(tokens[1].glued);
  CHECK(tokens[2].number == 7);
  CHECK(tokens[2].digits == 2);
  CHECK_FALSE(tokens[2].glued);
  CHECK(tokens[3].is(':'));
  CHECK(tokens[4].number == 30);
  CHECK(tokens[5].is("pm"));
  CHECK(tokens[5].glued);
  CHECK(tokens.back().is("th"));
}

TEST_CASE("tokens: long numbers are words, long texts are cut") {
  const std::vector<SpokenToken> tokens = spoken_tokens("1234567 123456");
  REQUIRE(tokens.size() == 2);
  CHECK(tokens[0].number == -1);
  CHECK(tokens[0].is("1234567"));
  CHECK(tokens[1].number == 123456);
  CHECK(spoken_tokens(std::string(100'000, '/')).size() == 300);
  CHECK(spoken_tokens("").empty());
  CHECK(token_at(tokens, 99).number == -1);
}

}  // namespace smsflow::spoken_token_test
