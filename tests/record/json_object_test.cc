#include "record/json_object.h"

#include <doctest/doctest.h>

namespace smsflow::json_object_test {

TEST_CASE("a member of a JSON object is a value of a row") {
  struct Case {
    const char* json;
    Value value;
  };
  const Case cases[] = {
      {R"("Maya")", std::string("Maya")},
      {R"("")", Value()},
      {"null", Value()},
      {"true", true},
      {"-7", std::int64_t{-7}},
      {"9223372036854775807", std::int64_t{9223372036854775807}},
      {"18446744073709551615", std::string("18446744073709551615")},  // no digit is lost
      {"1.5", 1.5},
      {"[1,2]", std::string("[1,2]")},
      {R"({"b":1})", std::string(R"({"b":1})")},
  };
  for (const Case& row : cases) {
    CAPTURE(row.json);
    const JsonObject object = read_json_object(std::string("{\"a\":") + row.json + "}");
    CHECK(object.fault.empty());
    const JsonMember* a = object.find("a");
    REQUIRE(a != nullptr);
    CHECK(a->value == row.value);
    CHECK(a->is_object == (row.json[0] == '{'));
  }
}

TEST_CASE("members are found by their whole name, and a repeated one is the last") {
  const JsonObject object = read_json_object(R"({"zone":"x","id":1,"ID":2,"id":3,"a.b":4})");
  CHECK(object.fault.empty());
  CHECK(object.find("i") == nullptr);
  CHECK(object.find("") == nullptr);
  REQUIRE(object.find("id") != nullptr);
  CHECK(object.find("id")->value == Value(std::int64_t{3}));
  CHECK(object.find("ID")->value == Value(std::int64_t{2}));
  CHECK(object.find("a.b")->value == Value(std::int64_t{4}));
  REQUIRE(object.members.size() == 4);
  for (std::size_t i = 1; i < object.members.size(); ++i) {
    CHECK(object.members[i - 1].name < object.members[i].name);
  }
}

TEST_CASE("what is no object is a fault that names what it is, and has no member") {
  struct Case {
    const char* json;
    const char* fault;
  };
  const Case cases[] = {
      {"[1]", "a JSON array, not an object"},
      {"\"x\"", "a JSON string, not an object"},
      {"7", "a JSON number, not an object"},
      {"null", "a JSON null, not an object"},
      {"", "not JSON"},
      {"{\"a\":1", "not JSON"},
      {"{\"a\":1} {}", "not JSON"},
      {"{'a':1}", "not JSON"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.json);
    const JsonObject object = read_json_object(row.json);
    CHECK(object.fault.substr(0, std::string_view(row.fault).size()) == row.fault);
    CHECK(object.members.empty());
  }
  CHECK(read_json_object("{}").fault.empty());
}

}  // namespace smsflow::json_object_test
