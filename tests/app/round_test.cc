#include "app/round.h"

#include <doctest/doctest.h>

namespace smsflow::round_test {

TEST_CASE("a row that does not leave is counted by what became of it, and why") {
  struct Case {
    IntentState state;
    BlockReason block;
    std::int64_t deferred;
    std::int64_t expired;
    std::int64_t suppressed;
  };
  for (const Case& one : {Case{IntentState::kPlanned, BlockReason::kQuietHours, 1, 0, 0},
                          Case{IntentState::kExpired, BlockReason::kStale, 0, 1, 0},
                          Case{IntentState::kSuppressed, BlockReason::kNoSender, 0, 0, 1}}) {
    CAPTURE(name(one.state));
    Intent intent{.to = *PhoneNumber::from_e164("+13125550101")};
    intent.state = one.state;
    intent.block = one.block;
    DispatchCounts counts;
    count_stopped(counts, intent);
    CHECK(counts.deferred == one.deferred);
    CHECK(counts.expired == one.expired);
    CHECK(counts.suppressed == one.suppressed);
    // A row that waits is not blocked: it leaves later.
    const bool blocked = counts.blocked.contains(std::string(name(one.block)));
    CHECK(blocked == (one.state != IntentState::kPlanned));
  }
}

}  // namespace smsflow::round_test
