#include <doctest/doctest.h>

#include "arbitrary.h"
#include "store/rows.h"

namespace smsflow::codec_record_test {

namespace {

struct Body {
  RecordSnapshot record;
  std::map<std::string, std::string> captured;
  std::vector<std::string> offered;
};

Body read(std::string_view text) {
  Body body;
  read_record_body(text, body.record, body.captured, body.offered);
  return body;
}

}  // namespace

TEST_CASE("any record is read back from its body as it was; key and number are apart") {
  CHECK(rc::check("record", [] {
    RecordSnapshot record = any_record();
    const std::map<std::string, std::string> captured = {{any_text(), any_text()}};
    const std::vector<std::string> offered = any_texts();
    const Body body = read(record_body(record, captured, offered));
    record.key.clear();
    record.phone.reset();
    return body.record == record && body.captured == captured && body.offered == offered;
  }));
}

TEST_CASE("the number is not in the body") {
  RecordSnapshot record;
  record.phone = *PhoneNumber::from_e164("+13125551001");
  CHECK(record_body(record, {}).find("3125551001") == std::string::npos);
}

TEST_CASE("each value keeps its type") {
  struct Case {
    Value value;
    const char* json;
  };
  for (const Case& one :
       {Case{std::monostate{}, "null"}, Case{std::string("5"), "\"5\""}, Case{std::int64_t{5}, "5"},
        Case{5.0, "5.0"}, Case{true, "true"}, Case{from_ms(5), "{\"at\":5}"}}) {
    CAPTURE(one.json);
    RecordSnapshot record;
    record.fields = {{"x", one.value}};
    CHECK(record_body(record, {}).find(std::string("\"x\":") + one.json + "}") !=
          std::string::npos);
  }
}

TEST_CASE("an erased body changes nothing; a damaged one is told") {
  Body body;
  body.record.language = "es";
  read_record_body("", body.record, body.captured, body.offered);
  CHECK(body.record.language == "es");
  for (const char* text : {"{", "{\"consent\":\"yes\"}", "{\"expires\":\"soon\"}",
                           "{\"captured\":{\"slot\":1}}", "{\"offered\":[1]}"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(read(text), Error);
  }
}

}  // namespace smsflow::codec_record_test
