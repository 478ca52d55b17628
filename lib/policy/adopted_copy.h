// A copy of a log that has taken the place of its original: the original may have sent what the
// copy is about to send, and the copy does not know.
#pragma once

#include <optional>

#include "time/instant.h"

namespace smsflow {

// Rows that the original knew come to the copy this long after it was adopted: a workflow whose
// turn comes once a week, a business system that posts its records again.
inline constexpr Duration kOriginalIsFelt = std::chrono::hours{7 * 24};

struct TakenPlace {
  Instant copied;   // of the last event the copy was made with
  Instant adopted;  // when it took the place of the original, which sent nothing any more
};

// Since when the original may have sent a text that was never posted here; nothing when it cannot
// have. `moment`: when the text came due for whoever held the log; nothing where that cannot be
// told.
std::optional<Instant> original_may_have_sent(const TakenPlace& place,
                                              std::optional<Instant> moment, Instant now);

}  // namespace smsflow
