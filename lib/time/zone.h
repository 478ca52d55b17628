// Time zones by their tz database names, through absl::time and the system's tzdata.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "time/instant.h"

namespace smsflow {

// A wall clock's reading. Months and days count from 1; weekday 0 is Sunday.
struct LocalTime {
  int year = 1970;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int weekday = 4;  // an output of Zone::local; ignored as input
};

// Cheap to copy. "UTC" always exists; "Etc/GMT+5" and fixed offsets ("+02:00", "Z") work too, and
// offset 0 is a zone like any other.
class Zone {
 public:
  // Nothing for a name outside the tz database (also "localtime", paths, "right/..." with its leap
  // seconds). Names are case-sensitive. Thread-safe.
  static std::optional<Zone> find(std::string_view name);
  static Zone utc();

  const std::string& name() const;
  LocalTime local(Instant at) const;
  // The moment the wall clock shows `time`; fields out of range carry over (day 32 is the next
  // month's first). A reading a clock change skips counts with the offset before the change, so it
  // moves forward by the gap (02:30 in a gap of one hour from 02:00 is 30 min after the change and
  // reads 03:30); a reading that comes twice is the first (RFC 5545, 3.3.5).
  Instant instant(const LocalTime& time) const;
  // Seconds east of UTC.
  int offset_s(Instant at) const;
  // The first moment after `at` with a new offset; until then the wall clock runs evenly.
  std::optional<Instant> next_change(Instant at) const;

 private:
  struct Entry;
  struct Table;
  explicit Zone(const Entry* entry) : entry_(entry) {}
  const Entry* entry_;  // in a table that lives as long as the program
};

// Wall-clock arithmetic: Sunday 10:00 minus 24h is Saturday 10:00, also across a clock change. A
// skipped or repeated result is read as Zone::instant does; plus nothing is `at` itself.
Instant plus_local(Instant at, Duration by, const Zone& zone);

// "2026-03-03T15:00", "2026-03-03 15:00:00" or "2026-03-03" (midnight) as read on the zone's wall
// clock; a text with an offset or Z is that moment. Nothing for an impossible date.
std::optional<Instant> parse_local(std::string_view text, const Zone& zone);

// Formats of {field:format} for times, in `zone`, as seen at `now`:
//   day_time "tomorrow at 3:00 PM", "today at ...", "Tuesday at ..." (within 6 days),
//            "Tuesday, March 10 at ..." (beyond)
//   day      "tomorrow" / "Tuesday" / "Tuesday, March 10"     time "3:00 PM"
//   date     "March 10"      iso "2026-03-10T15:00:00-06:00"
// A moment before today is shown as one beyond six days. `language` is "en" or "es" ("mañana a las
// 15:00", "el martes a las 15:00", "el martes 10 de marzo a las 15:00"); any other is English.
// Nothing for an unknown format.
std::optional<std::string> format_time(Instant at, std::string_view format, const Zone& zone,
                                       Instant now, std::string_view language = "en");
// Names for messages and the checker: {"day_time", "day", "time", "date", "iso"}.
const std::vector<std::string>& time_formats();

}  // namespace smsflow
