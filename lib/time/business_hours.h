// Hours in which people work: "mon-fri 08:00-18:00, sat 09:00-12:00" with holidays. The clock of
// hand-offs: due times count business time, or every hour when `always` is set.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "time/zone.h"

namespace smsflow {

struct OpenSpan {
  int weekday = 0;   // 0 is Sunday
  int from_min = 0;  // minutes after local midnight, half-open; until 24:00 is 1440
  int until_min = 0;
};

struct BusinessHours {
  bool always = true;                 // around the clock
  std::vector<OpenSpan> week;         // sorted, not overlapping
  std::vector<std::string> holidays;  // local dates "2026-12-25": closed all day
  Zone zone = Zone::utc();
};

struct ParsedHours {
  std::vector<OpenSpan> week;
  std::string fault;  // empty when well formed
};
// "DAYS FROM-UNTIL [FROM-UNTIL...]", separated by commas. DAYS is a day or a range of days ("mon",
// "saturday", "fri-mon"), in any case; FROM and UNTIL are HH:MM, up to 24:00. A span that ends
// before it begins runs past midnight. Overlapping spans are a fault.
ParsedHours parse_week(std::string_view text);

bool is_open(const BusinessHours& hours, Instant at);
// The first moment at or after `at` when people are there; nothing if not within 400 days.
std::optional<Instant> next_open(const BusinessHours& hours, Instant at);
// The first moment by which that much business time has passed since `at`: 15 min from Friday 17:45
// is the closing at 18:00, not Monday's opening. Nothing if not within ten years.
std::optional<Instant> add_open_time(const BusinessHours& hours, Instant at, Duration open_time);
// Business time between two moments; 0 when `until` is not after `from`.
Duration open_time_between(const BusinessHours& hours, Instant from, Instant until);

}  // namespace smsflow
