#include "time/reading.h"

#include "text/ascii.h"

namespace smsflow {
namespace {

struct Cursor {
  std::string_view rest;

  bool take(std::string_view any_of) {
    if (rest.empty() || any_of.find(rest.front()) == std::string_view::npos) return false;
    rest.remove_prefix(1);
    return true;
  }

  bool number(std::size_t digits, int& out) {
    if (rest.size() < digits) return false;
    out = 0;
    for (const char c : rest.substr(0, digits)) {
      if (!is_digit(c)) return false;
      out = out * 10 + (c - '0');
    }
    rest.remove_prefix(digits);
    return true;
  }
};

bool read_date(Cursor& cursor, LocalTime& time) {
  if (!cursor.number(4, time.year) || !cursor.take("-") || !cursor.number(2, time.month) ||
      !cursor.take("-") || !cursor.number(2, time.day)) {
    return false;
  }
  const std::chrono::year_month_day date{std::chrono::year{time.year},
                                         std::chrono::month{static_cast<unsigned>(time.month)},
                                         std::chrono::day{static_cast<unsigned>(time.day)}};
  return date.ok();
}

bool read_fraction(Cursor& cursor, int& millisecond) {
  if (!cursor.take(".")) return true;
  if (cursor.rest.empty() || !is_digit(cursor.rest.front())) return false;
  for (int weight = 100; !cursor.rest.empty() && is_digit(cursor.rest.front()); weight /= 10) {
    millisecond += (cursor.rest.front() - '0') * weight;
    cursor.rest.remove_prefix(1);
  }
  return true;
}

bool read_clock(Cursor& cursor, Reading& reading) {
  LocalTime& time = reading.time;
  if (!cursor.number(2, time.hour) || !cursor.take(":") || !cursor.number(2, time.minute)) {
    return false;
  }
  if (cursor.take(":")) {
    reading.has_seconds = true;
    if (!cursor.number(2, time.second) || !read_fraction(cursor, reading.millisecond)) return false;
  }
  return time.hour <= 23 && time.minute <= 59 && time.second <= 60;
}

bool is_leap_second(const Reading& reading) {
  if (!reading.offset_s) return false;
  const int minute = reading.time.hour * 60 + reading.time.minute - *reading.offset_s / 60;
  return (minute + 2 * 24 * 60) % (24 * 60) == 23 * 60 + 59;
}

}  // namespace

std::optional<int> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  Cursor cursor{text};
  const int sign = !text.empty() && text.front() == '-' ? -1 : 1;
  int hours = 0;
  int minutes = 0;
  if (!cursor.take("+-") || !cursor.number(2, hours) || !cursor.take(":") ||
      !cursor.number(2, minutes) || !cursor.rest.empty() || hours > 23 || minutes > 59) {
    return std::nullopt;
  }
  return sign * (hours * 3600 + minutes * 60);
}

std::optional<Reading> parse_reading(std::string_view text) {
  Cursor cursor{text};
  Reading reading;
  if (!read_date(cursor, reading.time)) return std::nullopt;
  if (cursor.rest.empty()) return reading;
  if (!cursor.take("Tt ") || !read_clock(cursor, reading)) return std::nullopt;
  if (!cursor.rest.empty()) {
    reading.offset_s = parse_offset(cursor.rest);
    if (!reading.offset_s) return std::nullopt;
  }
  if (reading.time.second == 60 && !is_leap_second(reading)) return std::nullopt;
  return reading;
}

Instant utc_instant(const Reading& reading) {
  const LocalTime& time = reading.time;
  const std::chrono::sys_days date{std::chrono::year{time.year} / time.month / time.day};
  return Instant{date} + std::chrono::hours{time.hour} + std::chrono::minutes{time.minute} +
         std::chrono::seconds{time.second - reading.offset_s.value_or(0)} +
         Duration{reading.millisecond};
}

std::optional<Instant> parse_local(std::string_view text, const Zone& zone) {
  const std::optional<Reading> reading = parse_reading(text);
  if (!reading) return std::nullopt;
  if (reading->offset_s) return utc_instant(*reading);
  return zone.instant(reading->time) + Duration{reading->millisecond};
}

}  // namespace smsflow
