#include <doctest/doctest.h>

#include <algorithm>

#include "arbitrary.h"
#include "store/rows.h"

namespace smsflow::codec_intent_test {

TEST_CASE("any intent is read back from its row as it was") {
  CHECK(rc::check("intent", [] {
    const Intent intent = any_intent();
    return to_intent(to_row(intent)) == intent;
  }));
}

TEST_CASE("a template stays in the row; what was written for one person goes to the side row") {
  struct Case {
    Channel channel;
    bool literal;
    bool personal;
  };
  for (const Case& one : {Case{Channel::kSms, false, false}, Case{Channel::kSms, true, true},
                          Case{Channel::kHook, false, true}, Case{Channel::kMail, false, true}}) {
    Intent intent{.to = *PhoneNumber::from_e164("+13125551001")};
    intent.channel = one.channel;
    intent.literal = one.literal;
    intent.text = "the words of it";
    const TableRow row = to_row(intent);
    CHECK((row.body.find("the words of it") != std::string::npos) == one.personal);
    const bool in_row =
        std::find(row.cells.begin(), row.cells.end(), Cell("the words of it")) != row.cells.end();
    CHECK(in_row != one.personal);
  }
}

TEST_CASE("what the person got is in the side row, and gone with it") {
  Intent intent{.to = *PhoneNumber::from_e164("+13125551001")};
  intent.text = "Hi {first_name}";
  intent.sent_text = "Hi Maya";
  TableRow row = to_row(intent);
  CHECK(std::find(row.cells.begin(), row.cells.end(), Cell("Hi Maya")) == row.cells.end());
  row.body.clear();
  CHECK(to_intent(row).sent_text.empty());
  CHECK(to_intent(row).text == "Hi {first_name}");
  row.body = "{\"sent\":";
  CHECK_THROWS_AS(to_intent(row), Error);
}

}  // namespace smsflow::codec_intent_test
