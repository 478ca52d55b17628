#include "classify/spoken_clock.h"

#include <doctest/doctest.h>

#include <string>

namespace smsflow::spoken_clock_test {

namespace {

std::string times(const std::string& text, std::size_t at) {
  const std::vector<SpokenToken> tokens = spoken_tokens(text);
  const SpokenClock clock = read_clock(tokens, at, read_day_part(tokens));
  std::string result;
  for (const int each : clock.minutes) {
    result += (result.empty() ? "" : " ") + std::to_string(each / 60) + ":" +
              std::to_string(each % 60 + 100).substr(1);
  }
  return result;
}

}  // namespace

TEST_CASE("clock times: the half of the day people mean") {
  const struct {
    const char* text;
    std::size_t at;
    const char* expected;
  } rows[] = {
      {"4pm", 0, "16:00"},
      {"4 pm", 0, "16:00"},
      {"4p", 0, "16:00"},
      {"4 p.m.", 0, "16:00"},
      {"12am", 0, "0:00"},
      {"12pm", 0, "12:00"},
      {"4:30", 0, "16:30"},
      {"04:30", 0, "4:30"},
      {"16:30", 0, "16:30"},
      {"00:15", 0, "0:15"},
      {"9:05", 0, "9:05"},
      {"7:15", 0, "7:15 19:15"},
      {"at 4", 1, "16:00"},
      {"at 11", 1, "11:00"},
      {"at 7", 1, "7:00 19:00"},
      {"at 7 tonight", 1, "19:00"},
      {"at 7 in the morning", 1, "7:00"},
      {"noon", 0, "12:00"},
      {"a las 4", 2, "16:00"},
      {"4 oclock", 0, "16:00"},
      {"4", 0, ""},
      {"4 people", 0, ""},
      {"25:00", 0, ""},
      {"4:75", 0, ""},
      {"13pm", 0, "13:00"},
      {"at 0", 1, ""},
      {"at 2026", 1, ""},
      {"", 0, ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(times(row.text, row.at) == row.expected);
  }
}

}  // namespace smsflow::spoken_clock_test
