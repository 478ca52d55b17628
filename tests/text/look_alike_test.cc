#include "text/look_alike.h"

#include <doctest/doctest.h>

#include <string>

namespace smsflow::look_alike_test {

TEST_CASE("look-alikes of Latin letters become them, in Latin words only") {
  const struct {
    std::string text;
    std::string expected;
  } rows[] = {
      {"", ""},
      {"stop", ""},
      {"\u0455top", "stop"},                  // Cyrillic dze
      {"st\u03BFp texting", "stop texting"},  // Greek omicron
      {"\u0441\u0442\u043E\u043F", ""},       // Russian for stop
      {"\u0430 \u043E", ""},
      {"\u043C\u043E\u0436\u043D\u043E 2", ""},
      {"x\u0436", ""},  // a letter that looks like no Latin one
      {"caf\u00E9", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(latin_look_alikes(row.text) == row.expected);
  }
}

}  // namespace smsflow::look_alike_test
