#include "store/transcript.h"

#include "sample.h"

namespace smsflow::transcript_test {

namespace {

// "seconds who text (detail)", line by line.
std::string told(const std::vector<Reply>& replies, const std::vector<Intent>& intents) {
  std::string out;
  for (const ReadTransaction::Line& line : interleave(replies, intents)) {
    out += std::to_string((to_ms(line.at) - to_ms(at(0))) / 1000);
    out += (line.from_contact ? " < " : " > ") + line.text + " (" + line.detail + ")\n";
  }
  return out;
}

Intent sent(std::int64_t seconds, const std::string& text) {
  Intent intent = moved(sample_intent(text), IntentState::kSent, seconds + 5);
  intent.accepted_at = at(seconds);
  intent.sent_text = text;
  return intent;
}

}  // namespace

TEST_CASE("both sides come in the order of time, with what each was taken for") {
  CHECK(told({{at(20), "C", "confirm", "keyword C"}, {at(5), "hello", "unclear", ""}},
             {sent(10, "Hi Maya")}) ==
        "5 < hello (unclear)\n10 > Hi Maya (sent)\n20 < C (confirm (keyword C))\n");
  CHECK(told({}, {}).empty());
}

TEST_CASE("of the same moment, a reply comes before the text that answers it") {
  CHECK(told({{at(10), "C", "confirm", ""}}, {sent(10, "Thanks")}) ==
        "10 < C (confirm)\n10 > Thanks (sent)\n");
}

TEST_CASE("a text that is still planned stands where it is due, as it is written") {
  CHECK(told({{at(99), "hm", "unclear", ""}}, {sample_intent("1")}) ==
        "99 < hm (unclear)\n100 > Hi {first_name}, reply C. (planned)\n");
}

TEST_CASE("a text that never left stands where that was decided") {
  Intent held = moved(sample_intent("1"), IntentState::kSuppressed, 40);
  CHECK(told({}, {held}) == "40 > Hi {first_name}, reply C. (suppressed)\n");
}

TEST_CASE("hooks and mails are nothing a customer reads here") {
  Intent hook = sent(1, "{}");
  hook.channel = Channel::kHook;
  Intent mail = sent(2, "Dear Maya");
  mail.channel = Channel::kMail;
  CHECK(told({}, {hook, mail}).empty());
}

}  // namespace smsflow::transcript_test
