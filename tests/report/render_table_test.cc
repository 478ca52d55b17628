#include <doctest/doctest.h>

#include <sstream>

#include "report/render.h"
#include "sample_report.h"
#include "text/utf8.h"

namespace smsflow::render_table_test {

TEST_CASE("people read exceptions first, and n/a where there is nothing to divide by") {
  const std::string text = render_table(sample_report());
  CHECK(text.starts_with(
      "report of live texts from 2026-03-01T00:00:00Z, as of 2026-03-04T12:00:00Z\n"
      "\n"
      "exceptions\n"
      "  failed texts             3  unreachable 2, blocked 1\n"
      "  invalid replies          1  of 9 replies\n"
      "\n"
      "rate          delivered        95 %    n  attempted       95 %    n  open\n"
      "confirmation     30.8 %   25.5-36.6  263     30.0 %  24.8-35.7  270     4\n"
      "reply               n/a                0        n/a               0     0\n"
      "delivery        100.0 %  83.9-100.0   20     95.2 %  77.3-99.2   21     0\n"));
  CHECK(text.find("to reply       1h 30m  263    10\n") != std::string::npos);
  CHECK(text.find("to resolution     n/a  263   200\n") != std::string::npos);
  CHECK(text.find("=North, \\x1B[2J") != std::string::npos);
  CHECK(text.find("(none)") != std::string::npos);
}

TEST_CASE("nothing to complain of is said") {
  CHECK(render_table(Report{}).find("exceptions\n  none\n") != std::string::npos);
}

TEST_CASE("80 columns hold large figures too") {
  Report report = sample_report();
  report.all.confirmation = {{81'000, 263'000}, {81'000, 270'000}, 40'000};
  report.groups.front().first = std::string(100, 'x');
  report.groups.front().second.confirmation.delivered = {1, 1};
  std::istringstream lines(render_table(report));
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK(display_width(line) <= 80);
  }
}

}  // namespace smsflow::render_table_test
