#include "classify/utterance.h"

#include <doctest/doctest.h>

#include <string>

namespace smsflow::utterance_test {

TEST_CASE("utterance: the core of a message is what politeness leaves") {
  const struct {
    const char* text;
    const char* core;
  } rows[] = {
      {"C", "c"},
      {"ok C thanks!", "c"},
      {"Hi, yes please", "yes"},
      {"hello, the blue one, thanks a lot", "the blue one"},
      {"Thanks", "thanks"},
      {"hola, C por favor", "c"},
      {"", ""},
      {"yesss", "yes"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const std::string text = row.text;
    const Utterance utterance(text);
    CHECK(utterance.core() == row.core);
  }
}

TEST_CASE("utterance: rules met, by file and kind") {
  const Utterance utterance("please stop texting me");
  REQUIRE(utterance.find("opt_out", "yes") != nullptr);
  CHECK(utterance.find("opt_out") != nullptr);
  CHECK(utterance.find("net_medical") == nullptr);
  const std::string rule = describe("opt-out phrase", utterance, *utterance.find("opt_out", "yes"));
  CHECK(rule.starts_with("opt-out phrase \""));
  CHECK(rule.find("stop texting me\" (en, opt_out.tsv:") != std::string::npos);
}

}  // namespace smsflow::utterance_test
