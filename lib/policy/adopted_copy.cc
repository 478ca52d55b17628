#include "policy/adopted_copy.h"

#include <algorithm>

namespace smsflow {

std::optional<Instant> original_may_have_sent(const TakenPlace& place,
                                              std::optional<Instant> moment, Instant now) {
  if (now - place.adopted >= kOriginalIsFelt) return std::nullopt;
  if (moment && *moment > place.adopted) return std::nullopt;
  return std::max(place.copied, moment.value_or(place.copied));
}

}  // namespace smsflow
