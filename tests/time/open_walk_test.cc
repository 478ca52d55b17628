#include "time/open_walk.h"

#include <doctest/doctest.h>

namespace smsflow::open_walk_test {

namespace {

std::string walked(const char* zone, const char* from, const char* until,
                   const std::vector<MinuteSpan>& every_day) {
  OpenWalk walk(Zone::find(zone).value(), parse_rfc3339(from).value(), parse_rfc3339(until).value(),
                [&](std::chrono::sys_days, std::vector<MinuteSpan>& spans) { spans = every_day; });
  std::string text;
  while (const std::optional<OpenInterval> interval = walk.next()) {
    text += (text.empty() ? "" : " ") + format_rfc3339(interval->from).substr(5, 11) + "/" +
            format_rfc3339(interval->until).substr(5, 11);
  }
  return text;
}

}  // namespace

TEST_CASE("open intervals between two moments") {
  CHECK(walked("UTC", "2026-03-02T09:00:00Z", "2026-03-03T09:00:00Z", {{480, 600}, {660, 720}}) ==
        "03-02T09:00/03-02T10:00 03-02T11:00/03-02T12:00 03-03T08:00/03-03T09:00");
  CHECK(walked("UTC", "2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z", {{0, 1440}}).empty());
  CHECK(walked("UTC", "2026-03-02T09:00:00Z", "2026-03-01T09:00:00Z", {{0, 1440}}).empty());
  CHECK(walked("UTC", "2026-03-02T09:00:00Z", "2026-03-05T09:00:00Z", {}).empty());
}

TEST_CASE("a clock change splits, skips and repeats") {
  // Spring: 02:00 to 03:00 is not there.
  CHECK(walked("America/New_York", "2026-03-08T05:00:00Z", "2026-03-08T10:00:00Z", {{60, 240}}) ==
        "03-08T06:00/03-08T07:00 03-08T07:00/03-08T08:00");
  CHECK(walked("America/New_York", "2026-03-08T05:00:00Z", "2026-03-08T10:00:00Z", {{120, 180}})
            .empty());
  // Autumn: 01:00 to 02:00 comes twice.
  CHECK(walked("America/New_York", "2026-11-01T04:00:00Z", "2026-11-01T09:00:00Z", {{60, 120}}) ==
        "11-01T05:00/11-01T06:00 11-01T06:00/11-01T07:00");
  // Havana goes back from 01:00 to 00:00.
  CHECK(walked("America/Havana", "2025-11-02T03:00:00Z", "2025-11-02T08:00:00Z", {{0, 30}}) ==
        "11-02T04:00/11-02T04:30 11-02T05:00/11-02T05:30");
  // Apia had no 30 December 2011.
  CHECK(walked("Pacific/Apia", "2011-12-29T12:00:00Z", "2011-12-31T12:00:00Z", {{600, 660}}) ==
        "12-29T20:00/12-29T21:00 12-30T20:00/12-30T21:00");
}

}  // namespace smsflow::open_walk_test
