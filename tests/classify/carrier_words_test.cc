#include "classify/carrier_words.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "text/normalise.h"

namespace smsflow::carrier_words_test {

TEST_CASE("carrier words: the lists of the carriers are there") {
  const struct {
    const char* word;
    CarrierWordKind kind;
  } rows[] = {
      {"stop", CarrierWordKind::kStop},
      {"stopall", CarrierWordKind::kStop},
      {"unsubscribe", CarrierWordKind::kStop},
      {"revoke", CarrierWordKind::kStop},
      {"optout", CarrierWordKind::kStop},
      {"opt out", CarrierWordKind::kStop},
      {"td", CarrierWordKind::kStop},
      {"arret", CarrierWordKind::kStop},
      {"baja", CarrierWordKind::kStop},
      {"cancel", CarrierWordKind::kAmbiguous},
      {"end", CarrierWordKind::kAmbiguous},
      {"quit", CarrierWordKind::kAmbiguous},
      {"start", CarrierWordKind::kStart},
      {"unstop", CarrierWordKind::kStart},
      {"yes", CarrierWordKind::kStartElsewhere},
      {"help", CarrierWordKind::kHelp},
      {"info", CarrierWordKind::kHelp},
      {"aide", CarrierWordKind::kHelp},
  };
  for (const auto& row : rows) {
    CAPTURE(row.word);
    const CarrierWord* word = find_carrier_word(row.word);
    REQUIRE(word != nullptr);
    CHECK(word->kind == row.kind);
  }
  CHECK(find_carrier_word("hello") == nullptr);
  CHECK(find_carrier_word("") == nullptr);
}

TEST_CASE("carrier words: each stands in normal form and but once") {
  std::set<std::string> seen;
  for (const CarrierWord& each : carrier_words()) {
    const std::string word(each.word);
    CAPTURE(word);
    CHECK(normalise_repeats(word) == word);
    CHECK(each.language.size() == 2);
    if (each.kind != CarrierWordKind::kReal) CHECK(seen.insert(word).second);
  }
}

}  // namespace smsflow::carrier_words_test
