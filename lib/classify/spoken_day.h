// Days as people name them, in English and Spanish: "tomorrow", "Fri", "next Tuesday", "the 12th",
// "March 12", "12 de marzo", "12/3", "2026-03-12".
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "classify/spoken_token.h"

namespace smsflow {

using Day = std::chrono::sys_days;

struct SpokenDay {
  std::size_t tokens = 0;  // how many it took; 0: no day stands here
  bool any_week = false;   // a bare weekday: a date beside it says which one
  std::vector<Day> days;   // one, or several that may be meant; none: a day that does not exist
};

// A day named at token `at`, seen on `today`. Days without a year are the next ones to come.
//
//   "12/3"          both 3 December and 12 March
//   "next Tuesday"  said on a Monday: tomorrow or in eight days; on a Friday: in four days
SpokenDay read_day(const std::vector<SpokenToken>& tokens, std::size_t at, Day today);

}  // namespace smsflow
