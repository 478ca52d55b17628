#include "time/window.h"

#include <doctest/doctest.h>

#include <random>

namespace smsflow::window_test {

namespace {

Instant at(const char* text) {
  return parse_rfc3339(text).value();
}

std::vector<Zone> zones(const std::vector<const char*>& names) {
  std::vector<Zone> found;
  for (const char* const name : names) found.push_back(Zone::find(name).value());
  return found;
}

}  // namespace

TEST_CASE("when a text may arrive") {
  struct Row {
    DailyWindow window;
    std::vector<const char*> zones;
    const char* from;
    const char* open;  // "" when never
  };
  const DailyWindow day{480, 1260};
  const DailyWindow night{1320, 360};
  const Row rows[] = {
      {day, {"America/Chicago"}, "2026-03-02T08:00:00-06:00", "2026-03-02T14:00:00Z"},
      {day, {"America/Chicago"}, "2026-03-02T07:59:59-06:00", "2026-03-02T14:00:00Z"},
      {day, {"America/Chicago"}, "2026-03-02T20:59:59-06:00", "2026-03-03T02:59:59Z"},
      {day, {"America/Chicago"}, "2026-03-02T21:00:00-06:00", "2026-03-03T14:00:00Z"},
      // The night of a clock change is an hour shorter or longer.
      {day, {"America/Chicago"}, "2026-03-07T22:00:00-06:00", "2026-03-08T13:00:00Z"},
      {day, {"America/Chicago"}, "2026-10-31T22:00:00-05:00", "2026-11-01T14:00:00Z"},
      // 02:30 does not come: the window is open when the clock shows 03:00.
      {{150, 300}, {"America/New_York"}, "2026-03-08T01:00:00-05:00", "2026-03-08T07:00:00Z"},
      // 01:30 comes twice: open, closed by 01:45, open again.
      {{90, 105}, {"America/New_York"}, "2026-11-01T01:50:00-04:00", "2026-11-01T06:30:00Z"},
      {{120, 135}, {"Australia/Lord_Howe"}, "2026-10-04T01:59:00+10:30", "2026-10-04T15:00:00Z"},
      // Offset 0 is a zone.
      {day, {"Africa/Abidjan"}, "2026-03-02T07:00:00Z", "2026-03-02T08:00:00Z"},
      // Several zones: all must be open.
      {day,
       {"America/New_York", "America/Los_Angeles"},
       "2026-03-02T08:00:00-05:00",
       "2026-03-02T16:00:00Z"},
      {day,
       {"America/New_York", "America/Los_Angeles"},
       "2026-03-02T20:59:00-05:00",
       "2026-03-03T01:59:00Z"},
      {day,
       {"America/New_York", "America/Los_Angeles"},
       "2026-03-02T21:00:00-05:00",
       "2026-03-03T16:00:00Z"},
      {day,
       {"America/New_York", "America/Chicago", "America/Anchorage", "Pacific/Honolulu"},
       "2026-01-15T03:00:00Z",
       "2026-01-15T18:00:00Z"},
      {{540, 600}, {"America/New_York", "America/Los_Angeles"}, "2026-03-02T00:00:00Z", ""},
      {day, {"Asia/Tokyo", "America/New_York"}, "2026-01-15T12:00:00Z", "2026-01-15T23:00:00Z"},
      {day, {"Asia/Tokyo", "America/New_York"}, "2026-01-15T01:00:00Z", "2026-01-15T01:00:00Z"},
      {day, {"Asia/Tokyo", "America/New_York"}, "2026-01-15T02:00:00Z", "2026-01-15T23:00:00Z"},
      {{540, 1080}, {"Asia/Tokyo", "America/New_York"}, "2026-01-15T02:00:00Z", ""},
      // Over midnight, always, never.
      {night, {"UTC"}, "2026-03-02T12:00:00Z", "2026-03-02T22:00:00Z"},
      {night, {"UTC"}, "2026-03-02T23:00:00Z", "2026-03-02T23:00:00Z"},
      {night, {"UTC"}, "2026-03-02T05:59:59Z", "2026-03-02T05:59:59Z"},
      {night, {"UTC"}, "2026-03-02T06:00:00Z", "2026-03-02T22:00:00Z"},
      {{0, 1440}, {"America/New_York"}, "2026-03-08T07:00:00Z", "2026-03-08T07:00:00Z"},
      {{480, 480}, {"UTC"}, "2026-03-02T08:00:00Z", ""},
      {day, {}, "2026-03-02T12:00:00Z", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.from);
    const std::vector<Zone> where = zones(row.zones);
    const std::optional<Instant> open = next_open(row.window, at(row.from), where);
    CHECK((open ? format_rfc3339(*open) : "") == row.open);
    CHECK(is_open(row.window, at(row.from), where) == (open == at(row.from)));
  }
}

TEST_CASE("the next opening is open, and no earlier minute is") {
  std::mt19937_64 chance(3);
  const std::vector<std::vector<const char*>> places = {
      {"America/New_York"},
      {"Australia/Lord_Howe"},
      {"America/Havana", "Europe/London"},
      {"America/New_York", "America/Los_Angeles", "Pacific/Honolulu"},
      {"Asia/Kathmandu", "UTC"}};
  // Around clock changes of 2026 as well as between them.
  const char* const days[] = {"2026-03-07T00:00:00Z", "2026-03-28T00:00:00Z",
                              "2026-04-04T00:00:00Z", "2026-06-01T00:00:00Z",
                              "2026-10-03T00:00:00Z", "2026-10-31T00:00:00Z"};
  for (int i = 0; i < 300; ++i) {
    const std::vector<Zone> where = zones(places[chance() % places.size()]);
    const DailyWindow window{static_cast<int>(chance() % 48) * 30,
                             static_cast<int>(chance() % 49) * 30};
    const Instant from =
        at(days[chance() % std::size(days)]) + std::chrono::minutes{chance() % (2 * 1440)};
    const std::optional<Instant> open = next_open(window, from, where);
    if (open) CHECK(is_open(window, *open, where));
    const Instant end = open.value_or(from + std::chrono::hours{48});
    for (Instant minute = from; minute < end; minute += std::chrono::minutes{5}) {
      if (!is_open(window, minute, where)) continue;
      CAPTURE(format_rfc3339(from));
      CAPTURE(format_rfc3339(minute));
      FAIL("open before the next opening");
    }
  }
}

}  // namespace smsflow::window_test
