// When a text may arrive: a daily window on the recipient's wall clock, for one zone or for every
// zone the recipient may be in (then the intersection).
#pragma once

#include <optional>
#include <vector>

#include "time/zone.h"

namespace smsflow {

// Minutes after local midnight, half-open: {480, 1260} is 08:00 to 21:00, {0, 1440} always. It may
// span midnight ({1320, 360} is 22:00 to 06:00); with both ends equal it never opens.
struct DailyWindow {
  int from_min = 8 * 60;
  int until_min = 21 * 60;
};

// Without any zone nobody knows the recipient's clock: never open.
bool is_open(const DailyWindow& window, Instant at, const std::vector<Zone>& zones);
// The first moment at or after `at` when the window is open in all zones; `at` itself when it is.
// Nothing when they never overlap within 8 days.
std::optional<Instant> next_open(const DailyWindow& window, Instant at,
                                 const std::vector<Zone>& zones);

}  // namespace smsflow
