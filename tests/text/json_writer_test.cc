#include <doctest/doctest.h>

#include <string>

#include "text/json.h"

namespace smsflow::json_writer_test {

TEST_CASE("every control character, quote and backslash is escaped") {
  std::string text;
  for (char c = 0; c < 0x20; ++c) text += c;
  text += "\"\\";
  std::string out;
  append_json(out, std::string_view(text));
  for (const char c : out) CHECK(static_cast<unsigned char>(c) >= 0x20);
  CHECK(Json::parsed(out).text() == text);
}

TEST_CASE("a real number reads back as the same real number") {
  for (const double number : {0.0, -0.5, 0.1, 1e300, 5e-324, 123456789.0, 1e16}) {
    CAPTURE(number);
    std::string out;
    append_json(out, number);
    const Json json = Json::parsed(out);
    CHECK_FALSE(json.is_integer());
    CHECK(json.number() == number);
  }
}

}  // namespace smsflow::json_writer_test
