#include "time/zone.h"
#include "tests/tree.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

namespace smsflow::zone_test {

namespace {

Zone zone(const char* name) {
  return Zone::find(name).value();
}
Instant at(const char* text) {
  return parse_rfc3339(text).value();
}

std::string reading(const LocalTime& time) {
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", time.year, time.month, time.day,
                time.hour, time.minute, time.second);
  return text;
}

}  // namespace

TEST_CASE("names that are zones, and their offsets in July 2026") {
  struct Row {
    const char* name;
    int offset_s;
  };
  const Row rows[] = {
      {"UTC", 0},
      {"Z", 0},
      {"Etc/UTC", 0},
      {"GMT", 0},
      {"Africa/Abidjan", 0},
      {"Atlantic/Reykjavik", 0},
      {"+00:00", 0},
      {"-00:00", 0},
      {"+02:00", 7'200},
      {"-03:30", -12'600},
      {"Etc/GMT+5", -18'000},
      {"America/New_York", -14'400},
      {"America/Argentina/Buenos_Aires", -10'800},
      {"Europe/London", 3'600},
      {"Asia/Kathmandu", 20'700},
      {"Australia/Lord_Howe", 37'800},
      {"Pacific/Kiritimati", 50'400},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::optional<Zone> found = Zone::find(row.name);
    REQUIRE(found.has_value());
    CHECK(found->name() == row.name);
    CHECK(found->offset_s(at("2026-07-01T00:00:00Z")) == row.offset_s);
  }
}

TEST_CASE("names that are no zones") {
  const std::string long_name(5'000, 'A');
  const std::string_view rows[] = {"",
                                   "Mars/Olympus",
                                   "america/new_york",
                                   "EST5EDT4",
                                   "localtime",
                                   "posixrules",
                                   "Factory",
                                   "right/UTC",
                                   "posix/UTC",
                                   "Fixed/UTC+02:00:00",
                                   "America",
                                   "America/",
                                   "/etc/localtime",
                                   "/usr/share/zoneinfo/UTC",
                                   "../zoneinfo/UTC",
                                   "America/../UTC",
                                   "zone.tab",
                                   "tzdata.zi",
                                   "file:UTC",
                                   "+25:00",
                                   "+0200",
                                   "UTC+2",
                                   "UTC\n",
                                   std::string_view("UTC\0", 4),
                                   " UTC",
                                   long_name};
  for (const std::string_view row : rows) {
    CAPTURE(row);
    CHECK_FALSE(Zone::find(row).has_value());
  }
}

TEST_CASE("wall clocks around clock changes, judged by Python's zoneinfo") {
  std::ifstream file(in_tree("testdata/zones/judged.tsv"));
  std::string line;
  int rows = 0;
  for (std::getline(file, line); std::getline(file, line); ++rows) {
    CAPTURE(line);
    std::istringstream fields(line);
    std::string kind, name, text;
    std::int64_t epoch_s = 0;
    int offset_s = 0;
    int weekday = 0;
    REQUIRE((fields >> kind >> name >> epoch_s >> offset_s >> text >> weekday));
    const Zone here = zone(name.c_str());
    const Instant moment = from_ms(epoch_s * 1'000);
    CHECK(here.offset_s(moment) == offset_s);
    if (kind == "utc") {
      CHECK(reading(here.local(moment)) == text);
      CHECK(here.local(moment).weekday == weekday);
      CHECK(here.next_change(moment).value_or(moment + Duration{1}) > moment);
    } else {
      CHECK(parse_local(text, here) == moment);
    }
  }
  CHECK(rows > 1'500);
}

TEST_CASE("skipped, repeated and carried readings") {
  struct Row {
    const char* zone;
    LocalTime time;
    const char* moment;
  };
  const Row rows[] = {
      {"America/New_York", {2026, 3, 8, 1, 59, 59}, "2026-03-08T06:59:59Z"},
      {"America/New_York", {2026, 3, 8, 2, 0, 0}, "2026-03-08T07:00:00Z"},
      {"America/New_York", {2026, 3, 8, 2, 30, 0}, "2026-03-08T07:30:00Z"},
      {"America/New_York", {2026, 3, 8, 3, 0, 0}, "2026-03-08T07:00:00Z"},
      {"America/New_York", {2026, 11, 1, 1, 30, 0}, "2026-11-01T05:30:00Z"},
      {"America/New_York", {2026, 11, 1, 2, 0, 0}, "2026-11-01T07:00:00Z"},
      {"Australia/Lord_Howe", {2026, 10, 4, 2, 15, 0}, "2026-10-03T15:45:00Z"},
      {"Australia/Lord_Howe", {2026, 4, 5, 1, 45, 0}, "2026-04-04T14:45:00Z"},
      {"Pacific/Apia", {2011, 12, 30, 12, 0, 0}, "2011-12-30T22:00:00Z"},
      {"UTC", {2026, 2, 29, 25, 60, 60}, "2026-03-02T02:01:00Z"},
      {"UTC", {2026, 1, 0, 0, 0, 0}, "2025-12-31T00:00:00Z"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.moment);
    CHECK(format_rfc3339(zone(row.zone).instant(row.time)) == row.moment);
  }
}

TEST_CASE("wall-clock arithmetic") {
  struct Row {
    const char* zone;
    const char* from;
    std::int64_t hours;
    const char* moment;
  };
  const Row rows[] = {
      // T-24h of Sunday 10:00 is Saturday 10:00, also on the day the clocks change.
      {"America/New_York", "2026-03-08T10:00:00-04:00", -24, "2026-03-07T15:00:00Z"},
      {"America/New_York", "2026-11-01T10:00:00-05:00", -24, "2026-10-31T14:00:00Z"},
      {"America/New_York", "2026-03-07T02:30:00-05:00", 24, "2026-03-08T07:30:00Z"},
      {"America/New_York", "2026-11-02T01:30:00-05:00", -24, "2026-11-01T05:30:00Z"},
      {"America/New_York", "2026-11-01T01:30:00-05:00", 0, "2026-11-01T06:30:00Z"},
      {"America/New_York", "2026-03-08T10:00:00.125-04:00", -24, "2026-03-07T15:00:00.125Z"},
      {"Australia/Lord_Howe", "2026-10-04T10:00:00+11:00", -24, "2026-10-02T23:30:00Z"},
      {"Africa/Abidjan", "2026-03-08T10:00:00Z", -24, "2026-03-07T10:00:00Z"},
      {"Pacific/Apia", "2011-12-31T10:00:00+14:00", -48, "2011-12-29T20:00:00Z"},
      {"America/New_York", "1970-01-01T00:00:00.001Z", -24, "1969-12-31T00:00:00.001Z"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.from);
    const Instant moment = plus_local(at(row.from), std::chrono::hours{row.hours}, zone(row.zone));
    CHECK(format_rfc3339(moment) == row.moment);
  }
}

TEST_CASE("clock changes to come") {
  CHECK(zone("America/New_York").next_change(at("2026-03-02T00:00:00Z")) ==
        at("2026-03-08T07:00:00Z"));
  CHECK(zone("America/New_York").next_change(at("2026-03-08T07:00:00Z")) ==
        at("2026-11-01T06:00:00Z"));
  CHECK(zone("America/New_York").next_change(at("2060-06-01T00:00:00Z")) ==
        at("2060-11-07T06:00:00Z"));
  CHECK_FALSE(zone("+02:00").next_change(at("2026-03-02T00:00:00Z")).has_value());
  CHECK_FALSE(Zone::utc().next_change(at("2026-03-02T00:00:00Z")).has_value());
}

TEST_CASE("many threads look up zones") {
  std::vector<std::thread> threads;
  std::vector<int> offsets(4);
  for (int& offset_s : offsets) {
    threads.emplace_back([&offset_s] {
      for (int i = 0; i < 1'000; ++i) {
        offset_s = zone(i % 2 ? "Asia/Tokyo" : "Asia/Seoul").offset_s(from_ms(1'772'000'000'000));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const int offset_s : offsets) CHECK(offset_s == 32'400);
}

}  // namespace smsflow::zone_test
