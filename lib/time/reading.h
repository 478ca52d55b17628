// A date and time as written in text (ISO 8601 as RFC 3339 narrows it), before anybody says in
// which zone it is meant.
#pragma once

#include <optional>
#include <string_view>

#include "time/zone.h"

namespace smsflow {

struct Reading {
  LocalTime time;  // a real date; weekday is not set; second is 60 only for a leap second
  int millisecond = 0;
  bool has_seconds = false;
  std::optional<int> offset_s;  // seconds east of UTC, when the text says so
};

// "2026-03-03", "2026-03-03T15:00[:00[.000]]" with an optional "Z" or "+hh:mm"; a space or a small
// t may stand for the T. Second 60 only where the text's offset makes it 23:59:60 UTC.
std::optional<Reading> parse_reading(std::string_view text);

// "Z" or "+02:00", up to 23:59 either way.
std::optional<int> parse_offset(std::string_view text);

// The moment a reading with an offset means; without one, as if in UTC.
Instant utc_instant(const Reading& reading);

}  // namespace smsflow
