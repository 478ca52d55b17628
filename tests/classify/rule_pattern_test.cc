#include "classify/rule_pattern.h"

#include <doctest/doctest.h>

namespace smsflow::rule_pattern_test {

TEST_CASE("rule lines: kind, language and pattern") {
  RuleNames names;
  CHECK(parse_rule_line("@stop\tstop|quit it", names).pattern.empty());
  const RuleLine line = parse_rule_line("yes\ten\t^ @stop [the|a] .. # $", names);
  CHECK(line.fault.empty());
  CHECK(line.kind == "yes");
  CHECK(line.language == "en");
  CHECK(line.at_start);
  REQUIRE(line.pattern.size() == 5);
  CHECK(line.pattern[0].choices->words == std::vector<std::string_view>{"stop"});
  REQUIRE(line.pattern[0].choices->phrases.size() == 1);
  CHECK(line.pattern[0].choices->phrases[0].size() == 2);
  CHECK(line.pattern[1].optional);
  CHECK(line.pattern[2].choices == nullptr);
  CHECK(line.pattern[3].word == "#");
  CHECK(line.pattern[4].word == "$");
}

TEST_CASE("rule lines: what is no rule says so") {
  const char* const lines[] = {
      "",
      "yes",
      "yes\ten",
      "yes\ten\t",
      "yes\ten\t(open",
      "yes\ten\topen)",
      "yes\ten\t(a|)",
      "yes\ten\t()",
      "yes\ten\t[maybe]",  // nothing certain
      "yes\ten\t.. stop",  // would be tried everywhere
      "yes\ten\t* stop",
      "yes\ten\t(stop|* it)",
      "yes\ten\t@unknown word",
      "@empty\t",
  };
  for (const char* const line : lines) {
    CAPTURE(line);
    RuleNames names;
    CHECK_FALSE(parse_rule_line(line, names).fault.empty());
  }
}

TEST_CASE("rule lines: names that name themselves end") {
  RuleNames names;
  parse_rule_line("@a\tx|@a", names);
  CHECK_FALSE(parse_rule_line("yes\ten\t@a", names).fault.empty());
}

}  // namespace smsflow::rule_pattern_test
