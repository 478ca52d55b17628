#include "message/record.h"

#include <doctest/doctest.h>

#include <limits>

using namespace smsflow;

TEST_CASE("values show as a person would write them") {
  struct Case {
    Value value;
    std::string_view text;
  };
  const Case cases[] = {
      {Value{}, ""},
      {Value{std::string("Ana")}, "Ana"},
      {Value{std::string()}, ""},
      {Value{std::int64_t{0}}, "0"},
      {Value{std::numeric_limits<std::int64_t>::min()}, "-9223372036854775808"},
      {Value{12.5}, "12.5"},
      {Value{0.1}, "0.1"},
      {Value{120.0}, "120"},
      {Value{true}, "yes"},
      {Value{false}, "no"},
      {Value{from_ms(0)}, "1970-01-01T00:00:00Z"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(to_text(c.value) == c.text);
  }
}
