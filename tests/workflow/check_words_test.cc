#include "workflow/check.h"

#include "demo.h"

namespace smsflow::check_words_test {

TEST_CASE("keywords are judged as replies are compared") {
  struct Case {
    const char* reschedule;  // keywords of the second intent; C is taken by the first
    const char* codes;
  };
  const Case cases[] = {
      {"[\"R\"]", ""},
      {"[\"R\", \"r.\"]", ""},  // the same twice in one intent
      {"[\"R\", \"c\"]", "ambiguous-keyword"},
      {"[\"R\", \"(C)\"]", "ambiguous-keyword"},
      {"[\"R\", \"\xEF\xBC\xA3\"]", "ambiguous-keyword"},  // a full-width C
      {"[\"R\", \"stop\"]", "opt-out-keyword"},
      {"[\"R\", \"S T O P\"]", "opt-out-keyword"},
      {"[\"R\", \"Cancel!\"]", "opt-out-keyword"},
      {"[\"R\", \"cancel my visit\"]", ""},  // more than the bare word is a booking's
      {"[\"R\", \"Yes\"]", "carrier-keyword"},
      {"[\"R\", \"info\"]", "carrier-keyword"},
      {"[\"R\", \"HELP\"]", "ambiguous-keyword"},
      {"[\"R\", \"\"]", "empty-keyword"},
      {"[\"R\", \"...\"]", "empty-keyword"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.reschedule);
    CHECK(codes({{"keywords = [\"R\"]", std::string("keywords = ") + row.reschedule}}) ==
          row.codes);
  }
}

TEST_CASE("a phrase of one intent cannot be a keyword of another") {
  CHECK(codes({{"keywords = [\"R\"]", "keywords = [\"R\"]\nphrases = [\"c!\"]"}}) ==
        "ambiguous-keyword");
}

TEST_CASE("one word may mean two things in two states") {
  const std::string other =
      "[states.moved]\nsay = \"Reply 1 to go on.\"\n[states.moved.on]\npaid = { go = \"confirmed\" "
      "}\n"
      "[states.confirmed]";
  const std::string paid = "[intents.paid]\nkeywords = [\"C\", \"1\"]\n[intents.reschedule]";
  CHECK(codes({{kAskedOn, "reschedule = { go = \"moved\" }\n"},
               {"[states.confirmed]", other},
               {"[intents.reschedule]", paid}}) == "");
}

TEST_CASE("words that open a conversation are judged too") {
  CHECK(codes({{"start = \"asked\"", "start = \"asked\"\nkeywords = [\"QUIT\"]"}}) ==
        "opt-out-keyword");
  CHECK(codes({{"start = \"asked\"", "start = \"asked\"\nkeywords = [\"START\", \"help\"]"}}) ==
        "carrier-keyword ambiguous-keyword");
}

TEST_CASE("the intents of leaving and of help may name their words") {
  CHECK(codes({{"[intents.confirm]", "[intents.stop]\nkeywords = [\"STOP\"]\n[intents.confirm]"},
               {kAskedOn, kAskedOn + std::string("stop = { go = \"confirmed\" }\n")}}) == "");
  CHECK(codes({{"[intents.confirm]",
                "[intents.help]\nkeywords = [\"HELP\"]\n[intents.confirm]"}}) == "carrier-keyword");
}

}  // namespace smsflow::check_words_test
