#include "policy/adopted_copy.h"

#include <doctest/doctest.h>

namespace smsflow::adopted_copy_test {
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const Instant kCopied = Instant{} + hours{1000};
const Instant kAdopted = kCopied + hours{3};
const TakenPlace kPlace{kCopied, kAdopted};

std::optional<Instant> sent(std::optional<Instant> moment, Duration after = minutes{5}) {
  return original_may_have_sent(kPlace, moment, kAdopted + after);
}

}  // namespace

TEST_CASE("what came due before the adoption may have left since the copy was made") {
  CHECK(sent(kAdopted) == kAdopted);
  CHECK(sent(kAdopted - hours{1}) == kAdopted - hours{1});
  CHECK(sent(kCopied - hours{9}) == kCopied);
}

TEST_CASE("where no moment says when it came due, it may have left at any time") {
  CHECK(sent(std::nullopt) == kCopied);
  CHECK(sent(std::nullopt, kOriginalIsFelt - minutes{1}) == kCopied);
}

TEST_CASE("what came due later, or long after, nobody else can have sent") {
  CHECK_FALSE(sent(kAdopted + minutes{1}));
  CHECK_FALSE(sent(std::nullopt, kOriginalIsFelt));
  CHECK_FALSE(sent(kAdopted - hours{1}, kOriginalIsFelt));
}

}  // namespace smsflow::adopted_copy_test
