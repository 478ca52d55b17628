#include <doctest/doctest.h>

#include <random>

#include "time/business_hours.h"

namespace smsflow::week_test {

namespace {

std::string shown(const std::vector<OpenSpan>& week) {
  std::string text;
  for (const OpenSpan& span : week) {
    text += (text.empty() ? "" : " ") + std::to_string(span.weekday) + ":" +
            std::to_string(span.from_min) + "-" + std::to_string(span.until_min);
  }
  return text;
}

}  // namespace

TEST_CASE("weeks as written") {
  struct Row {
    const char* text;
    const char* week;
    const char* fault;
  };
  const Row rows[] = {
      {"mon 08:00-18:00", "1:480-1080", ""},
      {"mon-wed 08:00-18:00", "1:480-1080 2:480-1080 3:480-1080", ""},
      {"sat 09:00-12:00,mon 08:00-18:00", "1:480-1080 6:540-720", ""},
      {"mon 13:00-18:00 08:00-12:00", "1:480-720 1:780-1080", ""},
      {"  MON - TUE  08:00-18:00 ", "", "not hours like 08:00-18:00: -"},
      {"Monday-Tue 08:00-18:00", "1:480-1080 2:480-1080", ""},
      {"sat-mon 00:00-24:00", "0:0-1440 1:0-1440 6:0-1440", ""},
      {"sat 22:00-02:00", "0:0-120 6:1320-1440", ""},
      {"sat 22:00-00:00", "6:1320-1440", ""},
      {"mon 08:00-12:00, mon 12:00-18:00", "1:480-720 1:720-1080", ""},
      {"mon 08:00-12:00, mon 11:59-18:00", "", "hours overlap on monday"},
      {"fri 22:00-02:00, sat 01:00-03:00", "", "hours overlap on saturday"},
      {"mun 08:00-18:00", "", "no such day: mun"},
      {"mon-fry 08:00-18:00", "", "no such day: fry"},
      {"mon", "", "hours missing after mon"},
      {"mon 08:00-08:00", "", "not hours like 08:00-18:00: 08:00-08:00"},
      {"mon 24:00-08:00", "", "not hours like 08:00-18:00: 24:00-08:00"},
      {"mon 08:00-24:01", "", "not hours like 08:00-18:00: 08:00-24:01"},
      {"mon 8-18", "", "not hours like 08:00-18:00: 8-18"},
      {"mon 08:00", "", "not hours like 08:00-18:00: 08:00"},
      {"mon 08:60-09:00", "", "not hours like 08:00-18:00: 08:60-09:00"},
      {"", "", "hours missing"},
      {"mon 08:00-18:00,,tue 08:00-18:00", "", "hours missing"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const ParsedHours hours = parse_week(row.text);
    CHECK(shown(hours.week) == row.week);
    CHECK(hours.fault == row.fault);
  }
}

TEST_CASE("no bytes crash the reader") {
  std::mt19937_64 chance(13);
  const std::string_view alphabet = "mon-fri,sat 0823:45\xff";
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (std::size_t length = chance() % 30; text.size() < length;) {
      text += alphabet[chance() % alphabet.size()];
    }
    const ParsedHours hours = parse_week(text);
    CHECK(hours.fault.empty() == !hours.week.empty());
  }
}

}  // namespace smsflow::week_test
