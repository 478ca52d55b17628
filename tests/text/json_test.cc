#include "text/json.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

namespace smsflow::json_test {

namespace {

std::string fault_of(const std::string& text) {
  std::string fault;
  return Json::parse(text, &fault) ? "" : fault;
}

}  // namespace

TEST_CASE("what is written reads back the same, member for member") {
  for (const char* text :
       {"null", "true", "-5", "18446744073709551615", "0.25", "\"a \\\"b\\\" \\u0001\"", "[]", "{}",
        R"({"b":[1,{"c":null}],"a":"x"})"}) {
    CAPTURE(text);
    CHECK(Json::parsed(text).dump() == text);
  }
}

TEST_CASE("indented by two spaces a level; what is empty stays on its line") {
  const Json json =
      Json::object({{"rows", 3}, {"none", Json::list()}, {"texts", Json::list({"a"})}});
  CHECK(json.dump(2) == "{\n  \"rows\": 3,\n  \"none\": [],\n  \"texts\": [\n    \"a\"\n  ]\n}");
}

TEST_CASE("of members of one name the last counts, where it stood") {
  CHECK(Json::parsed(R"({"a":1,"b":2,"a":3})").dump() == R"({"b":2,"a":3})");
}

TEST_CASE("faults are named") {
  CHECK(fault_of("{") == "not JSON");
  CHECK(fault_of("") == "not JSON");
  CHECK(fault_of("1 2") == "not JSON");
  CHECK(fault_of("\"\xff\"") == "not JSON");
  const std::string nested(1'000'000, '[');
  CHECK(fault_of(nested) == "deeper than 32 levels");
  const auto levels = [](int n) { return std::string(n, '[') + std::string(n, ']'); };
  CHECK(fault_of(levels(kMaxJsonDepth)) == "");
  CHECK(fault_of(levels(kMaxJsonDepth + 1)) == "deeper than 32 levels");
}

TEST_CASE("a member of another kind is as good as none, unless it is asked for strictly") {
  const Json json = Json::parsed(R"({"text":"x","n":7,"yes":true,"big":18446744073709551615})");
  CHECK(json.text_at("text") == "x");
  CHECK(json.text_at("n") == "");
  CHECK(json.text_at("none", "else") == "else");
  CHECK(json.integer_at("n") == 7);
  CHECK(json.integer_at("big", -1) == -1);
  CHECK(json.flag_at("yes"));
  CHECK_FALSE(json.flag_at("n"));
  CHECK_THROWS_AS(json.at("n").text(), JsonMismatch);
  CHECK_THROWS_AS(json.at("none"), JsonMismatch);
  CHECK_THROWS_AS(json.at("big").integer(), JsonMismatch);
  CHECK(json.find("text")->find("inside a text") == nullptr);
}

TEST_CASE("ill-formed UTF-8 is repaired, numbers that JSON lacks become null") {
  CHECK(Json("a\xff").dump() == "\"a\xEF\xBF\xBD\"");
  CHECK(Json(std::nan("")).dump() == "null");
  CHECK(Json(5.0).dump() == "5.0");
}

TEST_CASE("objects grow in the order of their members") {
  Json json;
  json["b"]["c"] = 1;
  json["a"] = Json::list();
  json["a"].add("x");
  json.add_all(Json::object({{"b", false}, {"d", 2}}));
  CHECK(json.dump() == R"({"b":false,"a":["x"],"d":2})");
}

}  // namespace smsflow::json_test
