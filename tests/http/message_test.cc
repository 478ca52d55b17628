#include "http/message.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace smsflow::message_test {
namespace {

TEST_CASE("headers are found by name, whatever its case") {
  const Headers headers = {{"Host", "a"}, {"X-Twilio-Signature", "s1"}, {"x-twilio-signature", ""}};
  CHECK(find_header(headers, "x-TWILIO-signature") == "s1");
  CHECK(find_header(headers, "hos") == std::nullopt);
  CHECK(find_header(headers, "hostt") == std::nullopt);
  CHECK(count_headers(headers, "X-TWILIO-SIGNATURE") == 2);
  CHECK(count_headers(headers, "") == 0);
}

TEST_CASE("forms are parsed as browsers do") {
  struct Case {
    std::string_view encoded;
    FormPairs pairs;
  };
  const Case cases[] = {
      {"", {}},
      {"&", {}},
      {"&&a=1&&", {{"a", "1"}}},
      {"a", {{"a", ""}}},
      {"=", {{"", ""}}},
      {"=b", {{"", "b"}}},
      {"a=b=c", {{"a", "b=c"}}},
      {"a=1&a=2&A=3", {{"a", "1"}, {"a", "2"}, {"A", "3"}}},
      {"b=+&a=%2B", {{"b", " "}, {"a", "+"}}},
      {"From=%2B15550100&Body=See+you+%26+thanks",
       {{"From", "+15550100"}, {"Body", "See you & thanks"}}},
      {"a%3Db=c%26d", {{"a=b", "c&d"}}},
      {"a=%e2%9C%93", {{"a", "\xE2\x9C\x93"}}},
      {"a=%FF%00b", {{"a", std::string("\xFF\0b", 3)}}},
      {"a=%&b=%4&c=%4g&d=%%41", {{"a", "%"}, {"b", "%4"}, {"c", "%4g"}, {"d", "%A"}}},
      {"a=%u0041;b=1", {{"a", "%u0041;b=1"}}},
      {"a=\r\n", {{"a", "\r\n"}}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.encoded);
    CHECK(parse_form(c.encoded) == c.pairs);
  }
}

TEST_CASE("the first field of a name is found, by its exact name") {
  const FormPairs form = parse_form("Body=one&Body=two&body=three");
  CHECK(find_field(form, "Body") == "one");
  CHECK(find_field(form, "body") == "three");
  CHECK(find_field(form, "BODY") == std::nullopt);
}

TEST_CASE("forms and components are encoded by their own alphabets") {
  CHECK(encode_form({{"a b", "1+1=2"}, {"~*-._", ""}}) == "a+b=1%2B1%3D2&%7E*-._=");
  CHECK(encode_form({}).empty());
  CHECK(percent_encode("a b~*-._/?&=+\xC3\xA9") == "a%20b~%2A-._%2F%3F%26%3D%2B%C3%A9");
}

TEST_CASE("percent decoding leaves the plus and broken sequences alone") {
  CHECK(percent_decode("a+b%20c%2bd") == "a+b c+d");
  CHECK(percent_decode("%") == "%");
  CHECK(percent_decode("%2") == "%2");
  CHECK(percent_decode("%zz%2G%C3") == "%zz%2G\xC3");
  CHECK(percent_decode("%2541") == "%41");
}

TEST_CASE("what was encoded is decoded to the same bytes") {
  CHECK(rc::check("component", [](const std::string& text) {
    RC_ASSERT(percent_decode(percent_encode(text)) == text);
  }));
  CHECK(rc::check(
      "form", [](const FormPairs& pairs) { RC_ASSERT(parse_form(encode_form(pairs)) == pairs); }));
}

TEST_CASE("a target is split at its first question mark") {
  struct Case {
    std::string_view target, path, query;
  };
  const Case cases[] = {{"/", "/", ""},          {"/a?b=1", "/a", "b=1"}, {"/a?", "/a", ""},
                        {"/a?b?c", "/a", "b?c"}, {"?x", "", "x"},         {"", "", ""}};
  for (const Case& c : cases) {
    CAPTURE(c.target);
    CHECK(split_target(c.target).path == c.path);
    CHECK(split_target(c.target).query == c.query);
  }
}

}  // namespace
}  // namespace smsflow::message_test
