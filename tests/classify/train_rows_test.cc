#include "classify/train_rows.h"

#include <doctest/doctest.h>

#include "text/error.h"

namespace smsflow::train_rows_test {
namespace {

TEST_CASE("JSON lines and tabs are told apart") {
  const std::vector<LabelledText> rows = read_labelled(
      "# note\n"
      "{\"id\":\"1\",\"text\":\"yes\",\"label\":\"confirm\",\"accept\":[\"confirm\",\"thanks\"],"
      "\"source\":\"s\",\"train\":false}\n"
      "\n"
      "paid|confirm\tHave you paid?\tdone\r\n",
      "mine");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].source == "s");
  CHECK_FALSE(rows[0].train);
  CHECK_FALSE(rows[0].own);
  CHECK(rows[0].accept.size() == 2);
  CHECK(rows[1].label == "paid");
  CHECK(rows[1].accept == std::vector<std::string>{"paid", "confirm"});
  CHECK(rows[1].context == "Have you paid?");
  CHECK(rows[1].text == "done");
  CHECK(rows[1].source == "mine");
  CHECK(rows[1].id == "mine:4");
  CHECK(rows[1].own);
}

TEST_CASE("what can't be read is named by its line") {
  for (const char* bytes :
       {"{\"text\":\"a\"}", "{broken", "label only", "a\tb", "{\"label\":3,\"text\":\"x\"}"}) {
    CAPTURE(bytes);
    try {
      read_labelled(bytes, "f");
      FAIL("accepted");
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::kBadInput);
      CHECK(error.where() == "f:1");
    }
  }
}

}  // namespace
}  // namespace smsflow::train_rows_test
