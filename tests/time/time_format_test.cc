#include <doctest/doctest.h>

#include "time/zone.h"

namespace smsflow::time_format_test {

namespace {

struct Row {
  const char* local;
  const char* format;
  const char* english;
  const char* spanish;
};

}  // namespace

// Now is Monday, March 2, 23:30 in Chicago: already Tuesday in UTC.
TEST_CASE("times for people, counted in days of their zone") {
  const Row rows[] = {
      {"2026-03-02T23:45", "day_time", "today at 11:45 PM", "hoy a las 23:45"},
      {"2026-03-02T00:00", "day_time", "today at 12:00 AM", "hoy a las 0:00"},
      {"2026-03-03T00:00", "day_time", "tomorrow at 12:00 AM", "mañana a las 0:00"},
      {"2026-03-03T01:05", "day_time", "tomorrow at 1:05 AM", "mañana a la 1:05"},
      {"2026-03-03T15:00", "day_time", "tomorrow at 3:00 PM", "mañana a las 15:00"},
      {"2026-03-04T12:00", "day_time", "Wednesday at 12:00 PM", "el miércoles a las 12:00"},
      {"2026-03-08T10:00", "day_time", "Sunday at 10:00 AM", "el domingo a las 10:00"},
      {"2026-03-09T10:00", "day_time", "Monday, March 9 at 10:00 AM",
       "el lunes 9 de marzo a las 10:00"},
      {"2026-03-01T10:00", "day_time", "Sunday, March 1 at 10:00 AM",
       "el domingo 1 de marzo a las 10:00"},
      {"2027-01-02T13:00", "day_time", "Saturday, January 2 at 1:00 PM",
       "el sábado 2 de enero a las 13:00"},
      {"2026-03-02T15:00", "day", "today", "hoy"},
      {"2026-03-03T15:00", "day", "tomorrow", "mañana"},
      {"2026-03-05T15:00", "day", "Thursday", "el jueves"},
      {"2026-03-10T15:00", "day", "Tuesday, March 10", "el martes 10 de marzo"},
      {"2026-03-10T15:00", "time", "3:00 PM", "15:00"},
      {"2026-03-10T09:05", "time", "9:05 AM", "9:05"},
      {"2026-03-10T15:00", "date", "March 10", "10 de marzo"},
      {"2026-12-31T15:00", "date", "December 31", "31 de diciembre"},
      {"2026-03-06T15:00", "iso", "2026-03-06T15:00:00-06:00", "2026-03-06T15:00:00-06:00"},
      {"2026-03-10T15:00", "iso", "2026-03-10T15:00:00-05:00", "2026-03-10T15:00:00-05:00"},
  };
  const Zone zone = Zone::find("America/Chicago").value();
  const Instant now = parse_rfc3339("2026-03-03T05:30:00Z").value();
  for (const Row& row : rows) {
    CAPTURE(row.local);
    const Instant at = parse_local(row.local, zone).value();
    CHECK(format_time(at, row.format, zone, now) == row.english);
    CHECK(format_time(at, row.format, zone, now, "es") == row.spanish);
    CHECK(format_time(at, row.format, zone, now, "es-MX") == row.spanish);
    CHECK(format_time(at, row.format, zone, now, "fr") == row.english);
  }
}

TEST_CASE("the same moment reads differently elsewhere") {
  const Instant now = parse_rfc3339("2026-03-03T05:30:00Z").value();
  const Instant at = parse_rfc3339("2026-03-03T15:00:00Z").value();
  CHECK(format_time(at, "day_time", Zone::utc(), now) == "today at 3:00 PM");
  CHECK(format_time(at, "iso", Zone::utc(), now) == "2026-03-03T15:00:00+00:00");
  const Zone kathmandu = Zone::find("Asia/Kathmandu").value();
  CHECK(format_time(at, "day_time", kathmandu, now) == "today at 8:45 PM");
  CHECK(format_time(at, "iso", kathmandu, now) == "2026-03-03T20:45:00+05:45");
  const Zone newfoundland = Zone::find("America/St_Johns").value();
  CHECK(format_time(at, "iso", newfoundland, now) == "2026-03-03T11:30:00-03:30");
}

TEST_CASE("a local mean time RFC 3339 cannot say is shown in UTC") {
  const Instant at = parse_rfc3339("1850-01-01T12:00:00Z").value();
  CHECK(format_time(at, "iso", Zone::find("America/New_York").value(), at) ==
        "1850-01-01T12:00:00Z");
}

TEST_CASE("every named format exists and no other does") {
  CHECK(time_formats() == std::vector<std::string>{"day_time", "day", "time", "date", "iso"});
  for (const std::string& format : time_formats()) {
    CHECK(format_time(from_ms(0), format, Zone::utc(), from_ms(0)).has_value());
  }
  CHECK_FALSE(format_time(from_ms(0), "daytime", Zone::utc(), from_ms(0)).has_value());
  CHECK_FALSE(format_time(from_ms(0), "", Zone::utc(), from_ms(0)).has_value());
}

}  // namespace smsflow::time_format_test
