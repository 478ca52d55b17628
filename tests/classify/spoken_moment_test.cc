#include "classify/spoken_moment.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "message_table.h"

namespace smsflow::spoken_moment_test {

namespace {

// "2026-03-05T16:00", "2026-03-05" when only a day is meant, several with " | ", "-" for nothing.
std::string shown(const SpokenMoment& moment, const Zone& zone) {
  std::string result;
  for (const Instant at : moment.candidates) {
    const LocalTime local = zone.local(at);
    char text[32];
    if (moment.has_time) {
      std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d", local.year % 10000,
                    local.month % 100, local.day % 100, local.hour % 100, local.minute % 100);
    } else {
      std::snprintf(text, sizeof text, "%04d-%02d-%02d", local.year % 10000, local.month % 100,
                    local.day % 100);
    }
    result += (result.empty() ? "" : " | ") + std::string(text);
  }
  return result.empty() ? "-" : result;
}

}  // namespace

TEST_CASE("moments: what replies name, seen on Wednesday 4 March 2026 at 10:00 in Chicago") {
  const Zone zone = *Zone::find("America/Chicago");
  const Instant now = *parse_rfc3339("2026-03-04T10:00:00-06:00");
  for (const MessageRow& row : read_message_table("moments.tsv")) {
    CAPTURE(row.line);
    CAPTURE(row.text);
    CHECK(shown(read_moment(row.text, zone, now), zone) == row.expected);
  }
}

TEST_CASE("moments: the record's zone and its clock changes decide") {
  // 23:30 in Chicago is already tomorrow in UTC, and "tomorrow" is the contact's.
  const Instant late = *parse_rfc3339("2026-03-04T23:30:00-06:00");
  const Zone chicago = *Zone::find("America/Chicago");
  CHECK(shown(read_moment("tomorrow at 4", chicago, late), chicago) == "2026-03-05T16:00");
  // 02:30 does not exist on the night the clocks go forward.
  const Instant before = *parse_rfc3339("2026-03-07T12:00:00-06:00");
  const SpokenMoment moment = read_moment("tomorrow 2:30 am", chicago, before);
  REQUIRE(moment.is_clear());
  CHECK(shown(moment, chicago) == "2026-03-08T03:30");
}

TEST_CASE("moments: any bytes are read in bounded time, and what is read is never past") {
  const Zone zone = Zone::utc();
  const Instant now = *parse_rfc3339("2028-02-29T23:59:00Z");
  const std::string pieces[] = {"31",   "/",    "2",  "next ", "tue",    "the ",
                                "th",   " at ", "7",  ":",     "-",      "feb",
                                " 29 ", "24",   "pm", ".",     "a las ", "\xF0\x9F"};
  std::mt19937_64 random(7);
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (std::size_t n = random() % 12; n > 0; --n) text += pieces[random() % std::size(pieces)];
    const SpokenMoment moment = read_moment(text, zone, now);
    CHECK(moment.candidates.size() <= 4);
    for (const Instant at : moment.candidates) {
      CAPTURE(text);
      CHECK(at >= (moment.has_time ? now : now - std::chrono::hours{24}));
    }
  }
}

}  // namespace smsflow::spoken_moment_test
