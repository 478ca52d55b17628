#include "classify/spoken_day.h"

#include <doctest/doctest.h>

#include <string>

namespace smsflow::spoken_day_test {

namespace {

std::string shown(const std::string& text, const char* today) {
  using namespace std::chrono;
  const std::string date(today);
  const sys_days on{year{std::stoi(date.substr(0, 4))} /
                    static_cast<int>(std::stoi(date.substr(5, 2))) / std::stoi(date.substr(8, 2))};
  const SpokenDay day = read_day(spoken_tokens(text), 0, on);
  if (day.tokens == 0) return "none";
  std::string result;
  for (const Day each : day.days) {
    const year_month_day ymd{each};
    result += (result.empty() ? "" : " ") + std::to_string(static_cast<int>(ymd.year())) + "-" +
              std::to_string(static_cast<unsigned>(ymd.month())) + "-" +
              std::to_string(static_cast<unsigned>(ymd.day()));
  }
  return result.empty() ? "impossible" : result;
}

}  // namespace

TEST_CASE("days: seen on the day they are said") {
  const struct {
    const char* today;
    const char* text;
    const char* expected;
  } rows[] = {
      {"2026-03-02", "tuesday", "2026-3-3"},
      {"2026-03-02", "next tuesday", "2026-3-3 2026-3-10"},  // said on a Monday
      {"2026-03-06", "next tuesday", "2026-3-10"},           // said on a Friday
      {"2026-03-08", "next tuesday", "2026-3-10"},           // on a Sunday: weeks begin on Mondays
      {"2026-03-03", "this tuesday", "2026-3-3"},
      {"2026-03-03", "tuesday", "2026-3-3 2026-3-10"},
      {"2026-03-02", "tuesday next week", "2026-3-10"},
      {"2026-12-31", "tomorrow", "2027-1-1"},
      {"2026-12-31", "january 1", "2027-1-1"},
      {"2026-01-31", "the 31st", "2026-1-31"},
      {"2026-02-01", "the 31st", "2026-3-31"},  // no such day in February
      {"2026-03-20", "the 12th", "2026-4-12"},
      {"2026-03-02", "2/29", "2028-2-29"},
      {"2026-03-02", "2/30", "impossible"},
      {"2026-03-02", "13/13", "impossible"},
      {"2026-03-02", "12/3", "2026-12-3 2026-3-12"},
      {"2026-03-02", "13/3", "2026-3-13"},
      {"2026-03-02", "2-4", "none"},  // a span of hours
      {"2026-03-02", "2-4-2026", "2026-2-4 2026-4-2"},
      {"2026-03-02", "2026-04-31", "impossible"},
      {"2026-03-02", "may 5", "2026-5-5"},
      {"2026-03-02", "may I come", "none"},
      {"2026-03-02", "12", "none"},
      {"2026-03-02", "el 12", "2026-3-12"},
      {"2026-03-02", "3 de abril de 2027", "2026-4-3"},
      {"2026-03-02", "yesterday", "none"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.today);
    CAPTURE(row.text);
    CHECK(shown(row.text, row.today) == row.expected);
  }
}

}  // namespace smsflow::spoken_day_test
