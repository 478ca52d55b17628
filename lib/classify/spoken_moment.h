// A moment as a reply names it, on the wall clock of the record's zone, seen at `now`:
//
//   "tomorrow at 4"   16:00 tomorrow          "Fri 3pm"      the coming Friday, 15:00
//   "the 12th"        a day, no time          "12/3"         3 December or 12 March: ask back
//   "in 20 minutes"   now plus 20 minutes     "at 7"         the next 07:00 or 19:00: ask back
//
// English and Spanish. Nothing is read of "yesterday", "not Monday" and spans of weeks.
#pragma once

#include <string_view>
#include <vector>

#include "time/zone.h"

namespace smsflow {

struct SpokenMoment {
  std::vector<Instant> candidates;  // none: nothing was said; one: this is meant; more: ask back
  bool has_time = false;            // false: a day is meant, given as its local midnight

  bool is_clear() const { return candidates.size() == 1; }
  bool is_ambiguous() const { return candidates.size() > 1; }
};

SpokenMoment read_moment(std::string_view text, const Zone& zone, Instant now);

}  // namespace smsflow
