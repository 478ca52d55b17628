#include "policy/unclear_post.h"

#include <doctest/doctest.h>

namespace smsflow::unclear_post_test {
using std::chrono::minutes;

TEST_CASE("look-ups come apart, and ever farther") {
  CHECK(pause_before_lookup(0) == Duration{0});
  CHECK(pause_before_lookup(1) == minutes{1});
  CHECK(pause_before_lookup(2) == minutes{2});
  CHECK(pause_before_lookup(6) == minutes{32});
  CHECK(pause_before_lookup(7) == minutes{60});
  CHECK(pause_before_lookup(1'000'000) == minutes{60});
}

TEST_CASE("a text is posted again once, after the carrier's delay and a second look") {
  CHECK(may_post_again(1, 2, kCarrierDelay));
  CHECK(may_post_again(1, 30, minutes{600}));
  CHECK_FALSE(may_post_again(1, 1, kCarrierDelay));
  CHECK_FALSE(may_post_again(1, 30, kCarrierDelay - Duration{1}));
  for (int posts = 2; posts < 9; ++posts) CHECK_FALSE(may_post_again(posts, 30, minutes{600}));
}

}  // namespace smsflow::unclear_post_test
