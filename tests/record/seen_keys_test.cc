#include "record/seen_keys.h"

#include <doctest/doctest.h>

#include <string>

namespace smsflow::seen_keys_test {

TEST_CASE("a key is new once, then the same or another") {
  SeenKeys seen;
  CHECK(seen.add("a", 1, 2).before == SeenKeys::Before::kNew);
  CHECK(seen.add("a", 1, 3).before == SeenKeys::Before::kSame);
  CHECK(seen.add("a", 2, 4).before == SeenKeys::Before::kOther);
  CHECK(seen.add("a", 2, 4).line == 2);
  CHECK(seen.add("a", 1, 5).before == SeenKeys::Before::kSame);  // the first content stays
  CHECK(seen.add("", 0, 6).before == SeenKeys::Before::kNew);
  CHECK(seen.add("b", 1, 7).before == SeenKeys::Before::kNew);
  CHECK(seen.contains("a"));
  CHECK(seen.contains(""));
  CHECK_FALSE(seen.contains("c"));
}

TEST_CASE("a key that is refused stays refused, whatever its next row") {
  SeenKeys seen;
  seen.add("a", 1, 2);
  CHECK_FALSE(seen.is_refused("a"));
  seen.refuse("a");
  CHECK(seen.is_refused("a"));
  CHECK(seen.add("a", 1, 3).refused);
  CHECK_FALSE(seen.is_refused("b"));
}

TEST_CASE("a hundred thousand keys are told apart") {
  SeenKeys seen;
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    REQUIRE(seen.add(std::to_string(i), i, i).before == SeenKeys::Before::kNew);
  }
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    const SeenKeys::Seen again = seen.add(std::to_string(i), i, 0);
    REQUIRE(again.before == SeenKeys::Before::kSame);
    REQUIRE(again.line == i);
  }
}

}  // namespace smsflow::seen_keys_test
