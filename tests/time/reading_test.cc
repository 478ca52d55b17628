#include "time/reading.h"

#include <doctest/doctest.h>

#include <random>

namespace smsflow::reading_test {

TEST_CASE("offsets") {
  struct Row {
    const char* text;
    int offset_s;
    bool good;
  };
  const Row rows[] = {
      {"Z", 0, true},           {"z", 0, true},
      {"+00:00", 0, true},      {"-00:00", 0, true},
      {"+02:00", 7'200, true},  {"-06:00", -21'600, true},
      {"+05:45", 20'700, true}, {"-03:30", -12'600, true},
      {"+23:59", 86'340, true}, {"+24:00", 0, false},
      {"+02:60", 0, false},     {"+0200", 0, false},
      {"+2:00", 0, false},      {"02:00", 0, false},
      {"+02:00 ", 0, false},    {"", 0, false},
      {"+", 0, false},          {"UTC", 0, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(parse_offset(row.text).has_value() == row.good);
    CHECK(parse_offset(row.text).value_or(0) == row.offset_s);
  }
}

TEST_CASE("local texts on a wall clock") {
  struct Row {
    const char* text;
    const char* moment;  // "" when there is none
  };
  const Row rows[] = {
      {"2026-03-03T15:00", "2026-03-03T20:00:00Z"},
      {"2026-03-03 15:00:00", "2026-03-03T20:00:00Z"},
      {"2026-03-03T15:00:00.25", "2026-03-03T20:00:00.250Z"},
      {"2026-03-03", "2026-03-03T05:00:00Z"},
      {"2026-07-03", "2026-07-03T04:00:00Z"},
      {"2026-03-03T15:00Z", "2026-03-03T15:00:00Z"},
      {"2026-03-03T15:00+02:00", "2026-03-03T13:00:00Z"},
      {"2026-03-03T15:00:00-06:00", "2026-03-03T21:00:00Z"},
      {"2026-03-08T02:30", "2026-03-08T07:30:00Z"},
      {"2026-11-01T01:30", "2026-11-01T05:30:00Z"},
      {"2024-02-29", "2024-02-29T05:00:00Z"},
      {"2026-02-29", ""},
      {"2026-02-30", ""},
      {"2026-06-31T10:00", ""},
      {"2026-13-01", ""},
      {"2026-00-10", ""},
      {"2026-01-32", ""},
      {"2026-03-03T24:00", ""},
      {"2026-03-03T15:60", ""},
      {"2026-03-03T23:59:60", ""},
      {"2026-03-03T15", ""},
      {"2026-03-03T", ""},
      {"2026-03-03Z", ""},
      {"2026-3-3", ""},
      {"03/03/2026", ""},
      {"20260303", ""},
      {"2026-03-03T15:00 ", ""},
      {"2026-03-03T15:00:00 -06:00", ""},
      {"", ""},
  };
  const Zone zone = Zone::find("America/New_York").value();
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const std::optional<Instant> at = parse_local(row.text, zone);
    CHECK((at ? format_rfc3339(*at) : "") == row.moment);
  }
}

TEST_CASE("no bytes crash the reader") {
  std::mt19937_64 chance(11);
  const std::string_view alphabet = "0123456789-:TZtz+. \xff";
  for (int i = 0; i < 50'000; ++i) {
    std::string text = "2026-03-03T15:00:00.5+02:00";
    for (int change = 0; change < 3; ++change) {
      text[chance() % text.size()] = alphabet[chance() % alphabet.size()];
    }
    text.resize(chance() % (text.size() + 1));
    const std::optional<Reading> reading = parse_reading(text);
    if (!reading) continue;
    CHECK(reading->time.hour <= 23);
    CHECK(utc_instant(*reading) <= from_ms(253'402'387'200'000));
  }
}

}  // namespace smsflow::reading_test
