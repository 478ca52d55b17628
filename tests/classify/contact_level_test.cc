#include "classify/contact_level.h"

#include <doctest/doctest.h>

namespace smsflow::contact_level_test {

TEST_CASE("contact level: what stands above any question") {
  const struct {
    const char* text;
    const char* label;
    bool exact;
  } rows[] = {
      {"stop", "stop", true},
      {"STOP please", "stop", true},
      {"cancel", "stop", true},
      {"Stpo", "stop", false},
      {"take me off your list", "stop", false},
      {"unstop", "start", false},
      {"yes", "unclear", false},
      {"HELP!", "help", false},
      {"AYUDA", "help", false},
      {"help me move it", "unclear", false},
      {"wrong number", "wrong_number", false},
      {"I'm driving right now. I'll text you later", "noise", false},
      {"C", "unclear", false},
      {"I have chest pain", "unclear", false},
      {"", "unclear", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const ContactLevel level = read_contact_level(Utterance(row.text));
    CHECK(level.verdict.label == row.label);
    CHECK(level.is_exact_opt_out == row.exact);
    CHECK((level.verdict.layer == Layer::kNone) == (level.verdict.label == "unclear"));
  }
}

}  // namespace smsflow::contact_level_test
