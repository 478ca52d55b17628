#include "text/spelled_out.h"

#include <doctest/doctest.h>

#include <string>

namespace smsflow::spelled_out_test {

TEST_CASE("join_spelled_out: letters become their word") {
  const struct {
    std::string text;
    std::string expected;
  } rows[] = {
      {"", ""},
      {"c", "c"},
      {"s t o p", "stop"},
      {"s t o p now", "stop now"},
      {"please s t o p", "please stop"},
      {"p l s s t o p", "plsstop"},
      {"e n d", "end"},
      {"the e n d", "the e n d"},
      {"u r a star", "u r a star"},
      {"y y y y", "y y y y"},
      {"1 2 3 4", "1 2 3 4"},
      {"a b", "a b"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(join_spelled_out(row.text) == row.expected);
  }
}

}  // namespace smsflow::spelled_out_test
