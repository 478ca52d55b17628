// Times of day as people write them, in English and Spanish: "4pm", "at 4", "4:30", "16:00",
// "noon", "a las 4 de la tarde".
#pragma once

#include <cstddef>
#include <vector>

#include "classify/spoken_token.h"

namespace smsflow {

struct SpokenClock {
  std::size_t tokens = 0;    // how many it took; 0: no time stands here
  std::vector<int> minutes;  // after midnight; two when morning and evening are both likely
};

// Part of the day the message speaks of: decides between 7 in the morning and in the evening.
enum class DayPart { kUnknown, kMorning, kAfternoon };
DayPart read_day_part(const std::vector<SpokenToken>& tokens);

// Without am or pm, 1 to 6 are in the afternoon, 8 to 11 in the morning, 12 is noon and 7 may be
// either: hours at which people deal with each other.
SpokenClock read_clock(const std::vector<SpokenToken>& tokens, std::size_t at, DayPart part);

}  // namespace smsflow
