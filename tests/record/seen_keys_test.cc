#include "record/seen_keys.h"

#include <doctest/doctest.h>

#include <string>

namespace smsflow::seen_keys_test {

TEST_CASE("a key is new once, then the same or another") {
  SeenKeys seen;
  CHECK(seen.add("a", 1) == SeenKeys::Before::kNew);
  CHECK(seen.add("a", 1) == SeenKeys::Before::kSame);
  CHECK(seen.add("a", 2) == SeenKeys::Before::kOther);
  CHECK(seen.add("a", 1) == SeenKeys::Before::kSame);  // the first content stays
  CHECK(seen.add("", 0) == SeenKeys::Before::kNew);
  CHECK(seen.add("b", 1) == SeenKeys::Before::kNew);
  CHECK(seen.contains("a"));
  CHECK(seen.contains(""));
  CHECK_FALSE(seen.contains("c"));
}

TEST_CASE("a hundred thousand keys are told apart") {
  SeenKeys seen;
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    REQUIRE(seen.add(std::to_string(i), i) == SeenKeys::Before::kNew);
  }
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    REQUIRE(seen.add(std::to_string(i), i) == SeenKeys::Before::kSame);
  }
}

}  // namespace smsflow::seen_keys_test
