#include "classify/typo.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace smsflow::typo_test {

TEST_CASE("typo: one slip of the thumb, no other word") {
  const struct {
    const char* typed;
    const char* meant;
    bool slip;
  } rows[] = {
      {"atop", "stop", true},  // A beside S
      {"stoo", "stop", true},  // O beside P
      {"stp", "stop", true},   // one left out
      {"sto", "stop", true},
      {"stpo", "stop", true},   // swapped
      {"sttop", "stop", true},  // doubled
      {"stopp", "stop", true},
      {"st9p", "stop", true},   // 9 beside O
      {"stopo", "stop", true},  // O hit together with P
      {"stop", "stop", false},
      {"top", "stop", false},  // the first letter is seldom lost
      {"ancel", "cancel", true},
      {"shop", "stop", false},  // H is not beside T
      {"stab", "stop", false},
      {"slop", "stop", false},
      {"stops", "stop", false},
      {"pots", "stop", false},
      {"", "stop", false},
      {"stop", "", false},
      {"unsuscribe", "unsubscribe", true},
      {"unsubcsribe", "unsubscribe", true},
      {"unsubscribed", "unsubscribe", true},
      {"describe", "unsubscribe", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.typed);
    CAPTURE(row.meant);
    CHECK(is_slip(row.typed, row.meant) == row.slip);
  }
}

TEST_CASE("typo: any bytes") {
  std::mt19937_64 random(11);
  const std::string words[] = {"stop", "unsubscribe", "quit", "a", ""};
  for (int round = 0; round < 20000; ++round) {
    std::string typed = words[random() % std::size(words)];
    for (std::size_t n = random() % 4; n > 0; --n) {
      typed.insert(random() % (typed.size() + 1), 1, static_cast<char>(random() % 256));
    }
    for (const std::string& word : words) CHECK_NOTHROW(is_slip(typed, word));
  }
}

}  // namespace smsflow::typo_test
