#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "time/business_hours.h"

namespace smsflow {
namespace {

constexpr int kDayMinutes = 24 * 60;
constexpr std::array<std::string_view, 7> kDays{"sunday",   "monday", "tuesday", "wednesday",
                                                "thursday", "friday", "saturday"};

// Cuts the part before the first of `separators` off `text`, without spaces around it.
std::string_view cut(std::string_view& text, std::string_view separators) {
  const std::size_t end = std::min(text.find_first_of(separators), text.size());
  std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
  while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
  return part;
}

int weekday(std::string_view word) {
  std::string lower(word);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  for (std::size_t day = 0; day < kDays.size(); ++day) {
    if (lower == kDays[day] || lower == kDays[day].substr(0, 3)) return static_cast<int>(day);
  }
  return -1;
}

// "HH:MM" up to 24:00 in minutes, or -1.
int minute_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return -1;
  for (const std::size_t digit : {0, 1, 3, 4}) {
    if (text[digit] < '0' || text[digit] > '9') return -1;
  }
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour * 60 + minute > kDayMinutes) return -1;
  return hour * 60 + minute;
}

void add_span(std::vector<OpenSpan>& week, int day, int from_min, int until_min) {
  if (from_min < until_min) {
    week.push_back({day, from_min, until_min});
    return;
  }
  week.push_back({day, from_min, kDayMinutes});
  if (until_min > 0) week.push_back({(day + 1) % 7, 0, until_min});
}

// One "DAYS FROM-UNTIL ..." into `week`; answers what is wrong with it, or "".
std::string add_item(std::vector<OpenSpan>& week, std::string_view item) {
  std::string_view days = cut(item, " ");
  const std::string_view first_day = cut(days, "-");
  const std::string_view last_day = days.empty() ? first_day : days;
  const int first = weekday(first_day);
  const int last = weekday(last_day);
  if (first < 0) return fmt::format("no such day: {}", first_day);
  if (last < 0) return fmt::format("no such day: {}", last_day);
  if (item.empty()) return fmt::format("hours missing after {}", first_day);
  while (!item.empty()) {
    const std::string_view span = cut(item, " ");
    if (span.empty()) continue;
    std::string_view until = span;
    const int from_min = minute_of_day(cut(until, "-"));
    const int until_min = minute_of_day(until);
    if (from_min < 0 || until_min < 0 || from_min == kDayMinutes || from_min == until_min) {
      return fmt::format("not hours like 08:00-18:00: {}", span);
    }
    for (int day = first;; day = (day + 1) % 7) {
      add_span(week, day, from_min, until_min);
      if (day == last) break;
    }
  }
  return {};
}

std::string overlap(const std::vector<OpenSpan>& week) {
  for (std::size_t i = 1; i < week.size(); ++i) {
    if (week[i].weekday == week[i - 1].weekday && week[i].from_min < week[i - 1].until_min) {
      return fmt::format("hours overlap on {}", kDays[static_cast<std::size_t>(week[i].weekday)]);
    }
  }
  return {};
}

}  // namespace

ParsedHours parse_week(std::string_view text) {
  ParsedHours hours;
  do {
    const std::string_view item = cut(text, ",");
    hours.fault = item.empty() ? "hours missing" : add_item(hours.week, item);
    if (!hours.fault.empty()) return {{}, hours.fault};
  } while (!text.empty());
  std::sort(hours.week.begin(), hours.week.end(), [](const OpenSpan& a, const OpenSpan& b) {
    return a.weekday != b.weekday ? a.weekday < b.weekday : a.from_min < b.from_min;
  });
  hours.fault = overlap(hours.week);
  if (!hours.fault.empty()) hours.week.clear();
  return hours;
}

}  // namespace smsflow
