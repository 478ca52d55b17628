#include "time/instant.h"

#include <doctest/doctest.h>

#include <random>

namespace smsflow::instant_test {

namespace {

constexpr std::int64_t kHour = 3'600'000;

}  // namespace

TEST_CASE("RFC 3339 texts and their moments") {
  struct Row {
    const char* text;
    const char* same_as;  // as format_rfc3339 writes it
  };
  const Row rows[] = {
      {"2026-03-02T09:00:00-06:00", "2026-03-02T15:00:00Z"},
      {"2026-03-02T15:00:00Z", "2026-03-02T15:00:00Z"},
      {"2026-03-02t15:00:00z", "2026-03-02T15:00:00Z"},
      {"2026-03-02 15:00:00Z", "2026-03-02T15:00:00Z"},
      {"2026-03-02T15:00:00+00:00", "2026-03-02T15:00:00Z"},
      {"2026-03-02T15:00:00-00:00", "2026-03-02T15:00:00Z"},
      {"1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.520Z"},
      {"1985-04-12T23:20:50.1239999999999Z", "1985-04-12T23:20:50.123Z"},
      {"1985-04-12T23:20:50.000Z", "1985-04-12T23:20:50Z"},
      {"1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57Z"},
      {"1990-12-31T23:59:60Z", "1991-01-01T00:00:00Z"},
      {"1990-12-31T15:59:60-08:00", "1991-01-01T00:00:00Z"},
      {"1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.870Z"},
      {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
      {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
      {"2000-02-29T12:00:00+23:59", "2000-02-28T12:01:00Z"},
      {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"},
      {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const std::optional<Instant> at = parse_rfc3339(row.text);
    REQUIRE(at.has_value());
    CHECK(format_rfc3339(*at) == row.same_as);
  }
}

TEST_CASE("texts that are no RFC 3339 moment") {
  const char* const rows[] = {
      "",
      "2026-03-02",
      "2026-03-02T09:00:00",
      "2026-03-02T09:00Z",
      "2026-03-02T09:00:00-0600",
      "2026-03-02T09:00:00-06",
      "2026-03-02T09:00:00+24:00",
      "2026-03-02T09:00:00+06:60",
      "2026-03-02T09:00:00 Z",
      "2026-03-02T09:00:00Zx",
      " 2026-03-02T09:00:00Z",
      "2026-03-02T24:00:00Z",
      "2026-03-02T09:60:00Z",
      "2026-03-02T09:00:61Z",
      "2026-03-02T09:00:60Z",
      "1990-12-31T23:59:60-08:00",
      "2026-03-02T09:00:00.Z",
      "2026-03-02T09:00:00,5Z",
      "2023-02-29T00:00:00Z",
      "1900-02-29T00:00:00Z",
      "2026-02-30T00:00:00Z",
      "2026-04-31T00:00:00Z",
      "2026-13-01T00:00:00Z",
      "2026-00-01T00:00:00Z",
      "2026-01-00T00:00:00Z",
      "26-01-01T00:00:00Z",
      "+2026-01-01T00:00:00Z",
      "2026-1-01T00:00:00Z",
      "2026/01/01T00:00:00Z",
      "tomorrow",
  };
  for (const char* const row : rows) {
    CAPTURE(row);
    CHECK_FALSE(parse_rfc3339(row).has_value());
  }
}

TEST_CASE("what is written can be read again") {
  std::mt19937_64 chance(7);
  for (int i = 0; i < 20'000; ++i) {
    // Years 0000 to 9999.
    const Instant at = from_ms(std::uniform_int_distribution<std::int64_t>(
        -62'167'219'200'000, 253'402'300'799'999)(chance));
    CHECK(parse_rfc3339(format_rfc3339(at)) == at);
  }
}

TEST_CASE("durations") {
  struct Row {
    const char* text;
    std::int64_t ms;  // -1: not a duration
    const char* shown;
  };
  const Row rows[] = {
      {"90s", 90'000, "1m 30s"},
      {"15m", 900'000, "15m"},
      {"24h", 24 * kHour, "1d"},
      {"3d", 72 * kHour, "3d"},
      {"2w", 336 * kHour, "2w"},
      {"8d", 192 * kHour, "8d"},
      {"1h30m", 5'400'000, "1h 30m"},
      {"1d 2h", 26 * kHour, "1d 2h"},
      {"1d2h59m", 26 * kHour + 59 * 60'000, "1d 2h"},
      {"1d5s", 24 * kHour + 5'000, "1d"},
      {"0s", 0, "0s"},
      {"007m", 420'000, "7m"},
      {"36525d", 36'525 * 24 * kHour, "36525d"},
      {"36526d", -1, ""},
      {"99999999999999999999d", -1, ""},
      {"18446744073709551616s", -1, ""},
      {"", -1, ""},
      {"h", -1, ""},
      {"15", -1, ""},
      {"-15m", -1, ""},
      {"+15m", -1, ""},
      {"1.5h", -1, ""},
      {"15 m", -1, ""},
      {"15m ", -1, ""},
      {" 15m", -1, ""},
      {"1h  30m", -1, ""},
      {"15min", -1, ""},
      {"15M", -1, ""},
      {"1y", -1, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const std::optional<Duration> duration = parse_duration(row.text);
    REQUIRE(duration.has_value() == (row.ms >= 0));
    if (!duration) continue;
    CHECK(duration->count() == row.ms);
    CHECK(format_duration(*duration) == row.shown);
  }
  CHECK(format_duration(Duration{999}) == "0s");
  CHECK(format_duration(Duration{-5'400'000}) == "-1h 30m");
  CHECK(format_duration(Duration::min()).starts_with("-"));
}

}  // namespace smsflow::instant_test
