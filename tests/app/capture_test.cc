#include "app/capture.h"

#include <doctest/doctest.h>

namespace smsflow::capture_test {

TEST_CASE("what is written is read again, bytes that are not UTF-8 too") {
  for (const std::string& body : {std::string("a=1&b=2"), std::string("\xff\x00\xfe", 3)}) {
    CapturedRequest captured{
        .id = "SM1", .provider = "twilio", .url = "https://h.example/twilio/inbound?x=1"};
    captured.received_at = from_ms(1'700'000'000'123);
    captured.request.method = "POST";
    captured.request.headers = {{"X-Twilio-Signature", "abc"}, {"X-Twilio-Signature", "def"}};
    captured.request.body = body;
    const ParsedCapture again = parse_capture_line(to_line(captured));
    REQUIRE(again.fault.empty());
    CHECK(again.value.request.body == body);
    CHECK(again.value.request.headers == captured.request.headers);
    CHECK(again.value.request.target == "/twilio/inbound?x=1");
    CHECK(again.value.received_at == captured.received_at);
  }
}

TEST_CASE("rows of others are read as they are") {
  const ParsedCapture row = parse_capture_line(
      R"({"id":7,"provider":"twilio","now":1700000000,"method":"GET","url":"https://h.example?a=b",)"
      R"("headers":{"X-A":"1"},"body":"","secret":"s","expect":true})");
  REQUIRE(row.fault.empty());
  CHECK(row.value.id_is_number);
  CHECK(row.value.id == "7");
  CHECK(row.value.expect_verified == true);
  CHECK(row.value.request.target == "/?a=b");
  CHECK(to_ms(*row.value.received_at) == 1'700'000'000'000);
}

TEST_CASE("broken lines are faults, never crashes") {
  for (const char* line :
       {"", "[]", "{", "{\"url\":5", "{}", "{\"url\":\"x\",\"body_b64\":\"!\"}"}) {
    CHECK_FALSE(parse_capture_line(line).fault.empty());
  }
}

}  // namespace smsflow::capture_test
