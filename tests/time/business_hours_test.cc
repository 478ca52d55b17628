#include "time/business_hours.h"

#include <doctest/doctest.h>

#include <random>

namespace smsflow::business_hours_test {

namespace {

Instant at(const char* text) {
  return parse_rfc3339(text).value();
}

BusinessHours office(const char* week, const char* zone) {
  BusinessHours hours;
  hours.always = false;
  hours.week = parse_week(week).week;
  hours.holidays = {"2026-01-01", "2026-12-25"};
  hours.zone = Zone::find(zone).value();
  return hours;
}

std::string shown(std::optional<Instant> moment) {
  return moment ? format_rfc3339(*moment) : "";
}

constexpr const char* kWeek = "mon-fri 08:00-18:00, sat 09:00-12:00";

}  // namespace

TEST_CASE("when people are there") {
  struct Row {
    const char* from;
    const char* open;
  };
  const Row rows[] = {
      {"2026-03-02T08:00:00-06:00", "2026-03-02T14:00:00Z"},
      {"2026-03-02T07:59:59.999-06:00", "2026-03-02T14:00:00Z"},
      {"2026-03-02T17:59:59-06:00", "2026-03-02T23:59:59Z"},
      {"2026-03-02T18:00:00-06:00", "2026-03-03T14:00:00Z"},
      {"2026-03-06T18:30:00-06:00", "2026-03-07T15:00:00Z"},
      {"2026-03-07T12:00:00-06:00", "2026-03-09T13:00:00Z"},  // the clocks changed on Sunday
      {"2026-12-24T20:00:00-06:00", "2026-12-26T15:00:00Z"},  // over the holiday
      {"2026-12-25T10:00:00-06:00", "2026-12-26T15:00:00Z"},
      {"2025-12-31T23:00:00-06:00", "2026-01-02T14:00:00Z"},
  };
  const BusinessHours hours = office(kWeek, "America/Chicago");
  for (const Row& row : rows) {
    CAPTURE(row.from);
    CHECK(shown(next_open(hours, at(row.from))) == row.open);
    CHECK(is_open(hours, at(row.from)) == (next_open(hours, at(row.from)) == at(row.from)));
  }
}

TEST_CASE("due times in business time") {
  struct Row {
    const char* week;
    const char* zone;
    const char* from;
    const char* open_time;
    const char* due;
  };
  const char* const kNight = "sat-sun 00:00-24:00";
  const Row rows[] = {
      {kWeek, "America/Chicago", "2026-03-02T09:00:00-06:00", "15m", "2026-03-02T15:15:00Z"},
      {kWeek, "America/Chicago", "2026-03-02T17:45:00-06:00", "15m", "2026-03-03T00:00:00Z"},
      {kWeek, "America/Chicago", "2026-03-02T17:45:00-06:00", "16m", "2026-03-03T14:01:00Z"},
      {kWeek, "America/Chicago", "2026-03-02T19:00:00-06:00", "0s", "2026-03-03T01:00:00Z"},
      {kWeek, "America/Chicago", "2026-03-07T11:30:00-06:00", "1h", "2026-03-09T13:30:00Z"},
      {kWeek, "America/Chicago", "2026-12-24T17:30:00-06:00", "4h", "2026-12-28T14:30:00Z"},
      {kWeek, "America/Chicago", "2026-03-02T08:00:00-06:00", "53h", "2026-03-07T18:00:00Z"},
      {kWeek, "America/Chicago", "2026-03-02T08:00:00-06:00", "106h", "2026-03-14T17:00:00Z"},
      // A day of 23 and a day of 25 hours.
      {kNight, "America/New_York", "2026-03-08T00:00:00-05:00", "23h", "2026-03-09T04:00:00Z"},
      {kNight, "America/New_York", "2026-03-08T01:00:00-05:00", "90m", "2026-03-08T07:30:00Z"},
      {kNight, "America/New_York", "2026-11-01T00:00:00-04:00", "25h", "2026-11-02T05:00:00Z"},
      {kNight, "America/New_York", "2026-11-01T00:00:00-04:00", "26h", "2026-11-07T06:00:00Z"},
      // The skipped hour cannot be worked; the repeated one is worked twice.
      {"sun 02:00-03:00", "America/New_York", "2026-03-08T00:00:00-05:00", "30m",
       "2026-03-15T06:30:00Z"},
      {"sun 01:00-02:00", "America/New_York", "2026-11-01T00:00:00-04:00", "2h",
       "2026-11-01T07:00:00Z"},
      {"mon 08:00-09:00", "Africa/Abidjan", "2026-03-02T00:00:00Z", "1h", "2026-03-02T09:00:00Z"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.from);
    CAPTURE(row.open_time);
    const BusinessHours hours = office(row.week, row.zone);
    const Duration open_time = parse_duration(row.open_time).value();
    const std::optional<Instant> due = add_open_time(hours, at(row.from), open_time);
    CHECK(shown(due) == row.due);
    CHECK(open_time_between(hours, at(row.from), due.value()) == open_time);
  }
}

TEST_CASE("around the clock, and never") {
  const Instant now = at("2026-12-25T03:00:00Z");
  BusinessHours always;
  always.holidays = {"2026-12-25"};
  CHECK(is_open(always, now));
  CHECK(next_open(always, now) == now);
  CHECK(add_open_time(always, now, std::chrono::hours{5}) == now + std::chrono::hours{5});
  CHECK(open_time_between(always, now, now + std::chrono::hours{5}) == std::chrono::hours{5});
  CHECK(open_time_between(always, now, now - std::chrono::hours{5}) == Duration{0});

  BusinessHours never;
  never.always = false;
  CHECK_FALSE(is_open(never, now));
  CHECK_FALSE(next_open(never, now).has_value());
  CHECK_FALSE(add_open_time(never, now, Duration{1}).has_value());
  CHECK(open_time_between(never, now, now + std::chrono::hours{5}) == Duration{0});
}

TEST_CASE("business time adds up minute by minute") {
  std::mt19937_64 chance(5);
  const BusinessHours hours = office("mon-sun 00:30-02:15 09:00-17:00", "Australia/Lord_Howe");
  for (int i = 0; i < 40; ++i) {
    const Instant from = at("2026-04-03T00:00:00Z") + std::chrono::minutes{chance() % 2880};
    const Instant until = from + std::chrono::minutes{chance() % 2880};
    Duration counted{0};
    for (Instant minute = from; minute < until; minute += std::chrono::minutes{1}) {
      if (is_open(hours, minute)) counted += std::chrono::minutes{1};
    }
    CAPTURE(format_rfc3339(from));
    CHECK(open_time_between(hours, from, until) == counted);
  }
}

}  // namespace smsflow::business_hours_test
