#include "app/alarm.h"

#include <doctest/doctest.h>

#include <vector>

namespace smsflow::alarm_test {
using std::chrono::seconds;

TEST_CASE("an alarm is said at once, then seldom, and nothing is uncounted") {
  std::vector<std::string> lines;
  Alarm alarm([&](const std::string& line) { lines.push_back(line); });
  const Alarm::Moment start{};
  alarm.raise("one", start);
  for (int i = 0; i < 50; ++i) alarm.raise("two", start + seconds{1});
  CHECK(lines == std::vector<std::string>{"smsflow: alarm: one"});
  alarm.raise("three", start + seconds{10});
  CHECK(lines.back() == "smsflow: alarm: three (and 50 more since the last alarm)");
  alarm.raise("four", start + seconds{20});
  CHECK(lines.back() == "smsflow: alarm: four");
  CHECK(alarm.raised() == 53);
}

}  // namespace smsflow::alarm_test
