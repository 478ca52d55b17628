#include "config/read.h"

#include <doctest/doctest.h>

#include "faults.h"

namespace smsflow::read_queue_test {

TEST_CASE("queues have hours, promises and words") {
  const Config config = parse_config(R"([queue.desk]
hours = "mon-fri 08:00-18:00"
zone = "America/Chicago"
holidays = [2026-12-25]
first_response = "15m"
resolution = "1d"
clock = "24x7"
holding = "Somebody will reply shortly."
after_hours = "We are back {back}."
hook = "desk.alert"
)",
                                     "a.toml")
                            .value;
  const QueueConfig& desk = config.queues.at("desk");
  CHECK(desk.hours.week.size() == 5);
  CHECK_FALSE(desk.hours.always);
  CHECK(desk.hours.holidays == std::vector<std::string>{"2026-12-25"});
  CHECK(desk.resolution == std::chrono::hours{24});
  CHECK(desk.clock == "24x7");
  CHECK(desk.after_hours == "We are back {back}.");
  CHECK(desk.hook == "desk.alert");
  CHECK(parse_config("[queue.desk]\n", "a").value.queues.at("desk").hours.always);
}

TEST_CASE("what is wrong with a queue is told") {
  struct Case {
    const char* keys;
    const char* faults;
  };
  const Case cases[] = {
      {"", ""},
      {"hours = \"mon-fri 08:00-18:00\"", "missing-key 1:8"},
      {"hours = \"mon-fri\"\nzone = \"UTC\"", "bad-hours 2:9"},
      {"zone = \"Chicago\"", "unknown-zone 2:8"},
      {"holidays = [\"tomorrow\"]", "bad-hours 2:13"},
      {"clock = \"sometimes\"", "bad-value 2:9"},
      {"first_response = \"soon\"", "bad-duration 2:18"},
      {"holding = \"Hi {name\"", "template 2:15"},
      {"hour = \"mon\"", "unknown-key 2:1"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.keys);
    CHECK(faults_of("[queue.q]\n" + std::string(row.keys) + "\n") == row.faults);
  }
}

}  // namespace smsflow::read_queue_test
