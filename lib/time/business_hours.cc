#include "time/business_hours.h"

#include <fmt/format.h>

#include <algorithm>

#include "time/open_walk.h"

namespace smsflow {
namespace {

constexpr std::chrono::days kNextOpenHorizon{400};
constexpr std::chrono::days kAddHorizon{3653};

bool is_holiday(const BusinessHours& hours, const std::chrono::year_month_day& date) {
  if (hours.holidays.empty()) return false;
  const std::string text =
      fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return std::find(hours.holidays.begin(), hours.holidays.end(), text) != hours.holidays.end();
}

OpenWalk walk(const BusinessHours& hours, Instant from, Instant until) {
  return OpenWalk(hours.zone, from, until,
                  [&hours](std::chrono::sys_days date, std::vector<MinuteSpan>& spans) {
                    if (is_holiday(hours, date)) return;
                    const auto weekday = static_cast<int>(std::chrono::weekday{date}.c_encoding());
                    for (const OpenSpan& span : hours.week) {
                      if (span.weekday == weekday) spans.push_back({span.from_min, span.until_min});
                    }
                  });
}

}  // namespace

bool is_open(const BusinessHours& hours, Instant at) {
  if (hours.always) return true;
  const LocalTime time = hours.zone.local(at);
  const int minute = time.hour * 60 + time.minute;
  const bool in_span = std::any_of(hours.week.begin(), hours.week.end(), [&](const OpenSpan& span) {
    return span.weekday == time.weekday && minute >= span.from_min && minute < span.until_min;
  });
  return in_span && !is_holiday(hours, std::chrono::year{time.year} / time.month / time.day);
}

std::optional<Instant> next_open(const BusinessHours& hours, Instant at) {
  if (is_open(hours, at)) return at;
  const std::optional<OpenInterval> interval = walk(hours, at, at + kNextOpenHorizon).next();
  if (!interval) return std::nullopt;
  return interval->from;
}

std::optional<Instant> add_open_time(const BusinessHours& hours, Instant at, Duration open_time) {
  if (open_time <= Duration{0}) return at;
  if (hours.always) return at + open_time;
  OpenWalk days = walk(hours, at, at + kAddHorizon);
  while (const std::optional<OpenInterval> interval = days.next()) {
    const Duration length = interval->until - interval->from;
    if (open_time <= length) return interval->from + open_time;
    open_time -= length;
  }
  return std::nullopt;
}

Duration open_time_between(const BusinessHours& hours, Instant from, Instant until) {
  if (until <= from) return Duration{0};
  if (hours.always) return until - from;
  Duration total{0};
  OpenWalk days = walk(hours, from, until);
  while (const std::optional<OpenInterval> interval = days.next()) {
    total += interval->until - interval->from;
  }
  return total;
}

}  // namespace smsflow
