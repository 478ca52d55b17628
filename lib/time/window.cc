#include "time/window.h"

#include <algorithm>

#include "time/open_walk.h"

namespace smsflow {
namespace {

constexpr std::chrono::days kHorizon{8};

bool is_open(const DailyWindow& window, Instant at, const Zone& zone) {
  const LocalTime time = zone.local(at);
  const int minute = time.hour * 60 + time.minute;
  if (window.from_min <= window.until_min) {
    return minute >= window.from_min && minute < window.until_min;
  }
  return minute >= window.from_min || minute < window.until_min;
}

void add_spans(const DailyWindow& window, std::vector<MinuteSpan>& spans) {
  if (window.from_min <= window.until_min) {
    spans.push_back({window.from_min, window.until_min});
  } else {
    spans.push_back({0, window.until_min});
    spans.push_back({window.from_min, 24 * 60});
  }
}

std::optional<Instant> next_open(const DailyWindow& window, Instant at, const Zone& zone,
                                 Instant until) {
  if (is_open(window, at, zone)) return at;
  OpenWalk walk(zone, at, until, [&window](std::chrono::sys_days, std::vector<MinuteSpan>& spans) {
    add_spans(window, spans);
  });
  const std::optional<OpenInterval> interval = walk.next();
  if (!interval) return std::nullopt;
  return interval->from;
}

}  // namespace

bool is_open(const DailyWindow& window, Instant at, const std::vector<Zone>& zones) {
  return !zones.empty() && std::all_of(zones.begin(), zones.end(),
                                       [&](const Zone& zone) { return is_open(window, at, zone); });
}

std::optional<Instant> next_open(const DailyWindow& window, Instant at,
                                 const std::vector<Zone>& zones) {
  if (zones.empty()) return std::nullopt;
  const Instant until = at + kHorizon;
  // Each zone in turn may push the moment to its own next opening, until all agree.
  std::size_t agreed = 0;
  for (std::size_t turn = 0; agreed < zones.size(); turn = (turn + 1) % zones.size()) {
    const std::optional<Instant> open = next_open(window, at, zones[turn], until);
    if (!open) return std::nullopt;
    agreed = *open == at ? agreed + 1 : 1;
    at = *open;
  }
  return at;
}

}  // namespace smsflow
