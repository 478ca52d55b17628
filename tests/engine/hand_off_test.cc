// When a person is due: exact moments over weekends, holidays and clock changes. The expected ones
// were counted minute by minute by another program on another reading of the tz database.
#include "engine/draft.h"

#include "fixture.h"

namespace smsflow::hand_off_test {
namespace {

constexpr const char* kOffice = "mon-fri 08:00-18:00";

struct Row {
  const char* zone;
  const char* week;
  std::vector<std::string> holidays;
  const char* arrival;
  int first_min;
  int resolution_min;
  bool business_clock;
  const char* first_due;
  const char* resolution_due;
};

// HELP arrives then, while a question stands.
Handoff handed_off(const Row& row, World& world) {
  world.setting.desk = [row](std::string_view queue, const Workflow*) {
    Desk desk{.name = std::string(queue)};
    desk.hours.always = false;
    desk.hours.week = parse_week(row.week).week;
    desk.hours.holidays = row.holidays;
    desk.hours.zone = Zone::find(row.zone).value();
    desk.first_response = std::chrono::minutes{row.first_min};
    desk.resolution = std::chrono::minutes{row.resolution_min};
    desk.business_clock = row.business_clock;
    return desk;
  };
  const Instant arrival = at(row.arrival);
  world.now = arrival - std::chrono::hours{1};
  world.see(world.record(format_rfc3339(arrival + std::chrono::hours{20})));
  world.deliver();
  world.now = arrival;
  world.hear("HELP");
  REQUIRE(world.handoffs.size() == 1);
  return world.handoffs.begin()->second;
}

const Row kRows[] = {
    // Open on arrival.
    {"America/Chicago",
     kOffice,
     {},
     "2026-03-06T10:00:00-06:00",
     15,
     480,
     true,
     "2026-03-06T16:15:00Z",
     "2026-03-07T00:00:00Z"},
    // Ten minutes before the weekend in which the clocks go forward.
    {"America/Chicago",
     kOffice,
     {},
     "2026-03-06T17:50:00-06:00",
     15,
     480,
     true,
     "2026-03-09T13:05:00Z",
     "2026-03-09T20:50:00Z"},
    // Exactly at closing, on a closed day, exactly at opening.
    {"America/Chicago",
     kOffice,
     {},
     "2026-03-06T18:00:00-06:00",
     15,
     480,
     true,
     "2026-03-09T13:15:00Z",
     "2026-03-09T21:00:00Z"},
    {"America/Chicago",
     kOffice,
     {},
     "2026-03-07T22:00:00-06:00",
     15,
     480,
     true,
     "2026-03-09T13:15:00Z",
     "2026-03-09T21:00:00Z"},
    {"America/Chicago",
     kOffice,
     {},
     "2026-03-09T08:00:00-05:00",
     15,
     480,
     true,
     "2026-03-09T13:15:00Z",
     "2026-03-09T21:00:00Z"},
    // A holiday after that weekend.
    {"America/Chicago",
     kOffice,
     {"2026-03-09"},
     "2026-03-06T17:50:00-06:00",
     15,
     480,
     true,
     "2026-03-10T13:05:00Z",
     "2026-03-10T20:50:00Z"},
    // Open over the skipped hour.
    {"America/Chicago",
     "sun 00:00-06:00",
     {},
     "2026-03-08T01:30:00-06:00",
     60,
     240,
     true,
     "2026-03-08T08:30:00Z",
     "2026-03-15T05:30:00Z"},
    // The clocks go back.
    {"America/Chicago",
     kOffice,
     {},
     "2026-10-30T17:50:00-05:00",
     15,
     480,
     true,
     "2026-11-02T14:05:00Z",
     "2026-11-02T21:50:00Z"},
    {"America/Chicago",
     kOffice,
     {"2026-11-02"},
     "2026-10-31T12:00:00-05:00",
     15,
     480,
     true,
     "2026-11-03T14:15:00Z",
     "2026-11-03T22:00:00Z"},
    // Open over the repeated hour: it counts twice.
    {"America/Chicago",
     "sun 00:00-06:00",
     {},
     "2026-11-01T00:30:00-05:00",
     120,
     330,
     true,
     "2026-11-01T07:30:00Z",
     "2026-11-01T11:00:00Z"},
    // A holiday between, and on it.
    {"America/Chicago",
     kOffice,
     {"2026-11-26"},
     "2026-11-25T17:50:00-06:00",
     15,
     480,
     true,
     "2026-11-27T14:05:00Z",
     "2026-11-27T21:50:00Z"},
    {"America/Chicago",
     kOffice,
     {"2026-11-26"},
     "2026-11-26T11:00:00-06:00",
     15,
     480,
     true,
     "2026-11-27T14:15:00Z",
     "2026-11-27T22:00:00Z"},
    // Another zone changes its clocks on other days.
    {"Europe/Berlin",
     kOffice,
     {},
     "2026-03-27T17:50:00+01:00",
     15,
     480,
     true,
     "2026-03-30T06:05:00Z",
     "2026-03-30T13:50:00Z"},
    {"Europe/Berlin",
     kOffice,
     {"2026-10-26"},
     "2026-10-23T18:00:00+02:00",
     15,
     480,
     true,
     "2026-10-27T07:15:00Z",
     "2026-10-27T15:00:00Z"},
    {"Europe/Berlin",
     kOffice,
     {"2026-04-03", "2026-04-06"},
     "2026-04-02T17:50:00+02:00",
     15,
     480,
     true,
     "2026-04-07T06:05:00Z",
     "2026-04-07T13:50:00Z"},
    // Half an hour off, and no clock change.
    {"Asia/Kolkata",
     "mon-sat 09:30-18:30",
     {"2026-01-26"},
     "2026-01-24T18:20:00+05:30",
     15,
     480,
     true,
     "2026-01-27T04:05:00Z",
     "2026-01-27T11:50:00Z"},
    {"Asia/Kolkata",
     "mon-sat 09:30-18:30",
     {},
     "2026-03-08T12:00:00+05:30",
     15,
     480,
     true,
     "2026-03-09T04:15:00Z",
     "2026-03-09T12:00:00Z"},
    // The 24-hour clock knows neither closing nor holiday; a day of 23 and one of 25 hours.
    {"America/Chicago",
     kOffice,
     {"2026-03-09"},
     "2026-03-07T20:00:00-06:00",
     720,
     1440,
     false,
     "2026-03-08T14:00:00Z",
     "2026-03-09T02:00:00Z"},
    {"Europe/Berlin",
     kOffice,
     {},
     "2026-10-24T20:00:00+02:00",
     720,
     1440,
     false,
     "2026-10-25T06:00:00Z",
     "2026-10-25T18:00:00Z"},
};

}  // namespace

TEST_CASE("due times over closings, holidays and clock changes") {
  for (const Row& row : kRows) {
    CAPTURE(row.zone);
    CAPTURE(row.arrival);
    World world;
    const Handoff handoff = handed_off(row, world);
    REQUIRE(handoff.first_response_due);
    REQUIRE(handoff.resolution_due);
    CHECK(format_rfc3339(*handoff.first_response_due) == row.first_due);
    CHECK(format_rfc3339(*handoff.resolution_due) == row.resolution_due);
    // The alert that nobody attends to it comes at that very moment.
    CHECK(world.timers.at(handoff.id + "/alert").due == at(row.first_due));
  }
}

}  // namespace smsflow::hand_off_test
