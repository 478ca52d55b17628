#include "policy/unclear_post.h"

#include <algorithm>

namespace smsflow {

Duration pause_before_lookup(int lookups) {
  constexpr Duration kLongest = std::chrono::hours{1};
  if (lookups <= 0) return Duration{0};
  return std::min<Duration>(std::chrono::minutes{1} * (1 << std::min(lookups - 1, 6)), kLongest);
}

bool may_post_again(int posts, int lookups, Duration since_post) {
  constexpr int kListsAtLeast = 2;
  return posts == 1 && lookups >= kListsAtLeast && since_post >= kCarrierDelay;
}

}  // namespace smsflow
