// Moments and durations: milliseconds since 1970-01-01T00:00:00Z, no zone. Local time is LocalTime
// (zone.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace smsflow {

using Duration = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Duration>;

inline std::int64_t to_ms(Instant at) {
  return at.time_since_epoch().count();
}
inline Instant from_ms(std::int64_t ms) {
  return Instant{Duration{ms}};
}

// RFC 3339 with zone offset: "2026-03-02T09:00:00-06:00", "...Z", optional fraction (cut to
// milliseconds), a space for the T. A leap second is the first moment of the next minute.
std::optional<Instant> parse_rfc3339(std::string_view text);
// "2026-03-02T15:00:00Z"; milliseconds only when there are any. Years 0000 to 9999.
std::string format_rfc3339(Instant at);

// "90s" "15m" "24h" "3d" "2w" and sums of them ("1h30m", "1d 2h"); no sign, no fraction, at most
// 100 years.
std::optional<Duration> parse_duration(std::string_view text);
// The shortest such form, at most two units, the rest cut off: "1d 2h", "15m", "40s", "0s"; weeks
// only when whole. A minus sign in front of a negative one.
std::string format_duration(Duration duration);

}  // namespace smsflow
