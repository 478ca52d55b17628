#include "store/kept.h"

#include <doctest/doctest.h>

namespace smsflow::kept_test {

TEST_CASE("what was asked for lately stays, the rest goes") {
  Kept<std::int64_t, int> kept(100);
  bool dropped = false;
  for (std::int64_t key = 0; key < 1'000; ++key) {
    const bool drops = kept.drops();
    dropped = dropped || drops;
    kept.add(key) = static_cast<int>(key);
    REQUIRE(kept.find(std::int64_t{0}) != nullptr);
    // Unless it says so, it drops nothing.
    if (!dropped) REQUIRE(kept.find(key / 2) != nullptr);
  }
  CHECK(dropped);
  CHECK(*kept.find(std::int64_t{0}) == 0);
  for (std::int64_t key = 960; key < 1'000; ++key) CHECK(kept.find(key) != nullptr);
  CHECK(kept.find(std::int64_t{500}) == nullptr);
}

TEST_CASE("a value stays where it is until it is dropped") {
  Kept<std::string, int> kept(10);
  int* const place = &kept.add("a");
  for (int n = 0; n < 7 && !kept.drops(); ++n) kept.add(std::to_string(n));
  CHECK(kept.find(std::string_view("a")) == place);
  kept.erase(std::string_view("a"));
  CHECK(kept.find(std::string_view("a")) == nullptr);
  kept.clear();
  CHECK(kept.find(std::string_view("1")) == nullptr);
}

}  // namespace smsflow::kept_test
