#include "workflow/check.h"

#include "demo.h"

namespace smsflow::check_wordings_test {

namespace {

constexpr const char* kSaid = "\"Hi {first_name}, {brand} here. Reply C to confirm or R to move.\"";

std::string said(const std::string& text) {
  return codes({{kSaid, "\"" + text + "\""}});
}

}  // namespace

TEST_CASE("a question names its sender and the replies it takes") {
  struct Case {
    const char* text;
    const char* codes;
  };
  const Case cases[] = {
      {"{brand}: reply C to confirm, R to move, or HELP for a person.", ""},
      {"Northside Dental: reply C or R.", ""},
      {"Your dentist: reply C or R.", "no-brand"},
      {"{brand}: will you come?", "no-options"},
      {"{brand}: will you come? Reply C or R.", ""},
      {"{brand}: will you come? Is it raining? Reply C or R.", "two-questions"},
      {"{brand}: see https://example.com/?a=1&b=2 and reply C or R.", ""},
      {"{brand}: reply C, R or X.", "unheard-offer"},
      {"{brand}: reply C or R. Reply STOP to opt out.", ""},
      {"{brand}: reply C or R, STOP to end texts.", ""},
      {"{brand}: reply C to confirm or STOP to cancel your visit.", "advertised-opt-out"},
      {"{brand}: reply C to confirm or CANCEL to cancel.", "advertised-opt-out"},
      {"{brand}: reply C to confirm or 'cancel' if you cannot come.", "advertised-opt-out"},
      {"{brand}: reply C, R or END.", "advertised-opt-out"},
      {"{brand}: you can cancel at the end of the day. Reply C or R.", ""},
  };
  for (const Case& row : cases) {
    CAPTURE(row.text);
    CHECK(said(row.text) == row.codes);
  }
}

TEST_CASE("length counts in segments, with values as long as real ones") {
  const std::string hello = "{brand}: reply C or R. ";
  CHECK(said(hello + std::string(260, 'x')) == "");  // 306 septets are two segments
  CHECK(said(hello + std::string(280, 'x')) == "long-text");
  CHECK(said(hello + std::string(80, 'x') + "\xE2\x86\x92") == "");
  CHECK(said(hello + std::string(110, 'x') + "\xE2\x86\x92") == "long-text");  // 134 in UCS-2
}

TEST_CASE("a state without keywords may ask for free text") {
  CHECK(codes({{kSaid, "\"{brand}: what is your order number?\""},
               {"confirm = { go", "inform = { go"},
               {kAskedOn, ""},
               {"[intents.confirm]\nkeywords = [\"C\"]\n", ""},
               {"[intents.reschedule]\nkeywords = [\"R\"]\n", ""}}) == "");
}

TEST_CASE("opt-out words are never offered, whoever says the text") {
  CHECK(codes({{"See you {starts_at:day_time}.", "See you. Reply QUIT to give the slot back."}}) ==
        "advertised-opt-out");
}

}  // namespace smsflow::check_wordings_test
