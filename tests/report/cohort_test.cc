#include "report/cohort.h"

#include <doctest/doctest.h>

#include "sample_log.h"
#include "text/error.h"

namespace smsflow::cohort_test {

namespace {

std::string first_text(LogReader& log, const std::string& sql) {
  std::string found;
  log.query(sql, {}, [&](const LogRow& row) { found = row.text(0); });
  return found;
}

}  // namespace

TEST_CASE("a moment is read on the zone's wall clock, across clock changes") {
  SampleLog sample(1);
  LogReader log(sample.path());
  const Zone chicago = *Zone::find("America/Chicago");
  struct Case {
    const char* moment;
    const char* reading;
  };
  const Case cases[] = {
      {"2025-12-31T23:30:00-06:00", "2025-12-31 23:30"},
      {"2026-03-08T01:59:59-06:00", "2026-03-08 01:59"},  // the last second of winter
      {"2026-03-08T03:00:00-05:00", "2026-03-08 03:00"},
      {"2026-07-01T12:00:00Z", "2026-07-01 07:00"},
      {"2026-11-01T01:30:00-05:00", "2026-11-01 01:30"},
      {"2026-11-01T01:30:00-06:00", "2026-11-01 01:30"},
      {"2026-12-24T00:00:00-06:00", "2026-12-24 00:00"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.moment);
    const std::string ms = std::to_string(to_ms(*parse_rfc3339(row.moment)));
    CHECK(first_text(log, "SELECT " + local_reading(ms, "%Y-%m-%d %H:%M", chicago,
                                                    *parse_rfc3339("2025-01-01T00:00:00Z"),
                                                    *parse_rfc3339("2027-01-01T00:00:00Z"))) ==
          row.reading);
  }
}

TEST_CASE("conditions are plain SQL, whatever the words") {
  const ReportQuestion question{
      .now = after(0), .since = from_ms(10), .until = from_ms(20), .source = "li've"};
  CHECK(within(question, "at") == "1 AND at >= 10 AND at < 20");
  CHECK(of_source(question) == "source = 'li''ve'");
  CHECK(of_source({.now = after(0), .source = ""}) == "1");
}

TEST_CASE("a field is looked for in the records") {
  SampleLog sample(2);
  LogReader empty(sample.path());
  CHECK_NOTHROW(cohort_query(empty, {.now = after(0), .by = "branch"}));  // nothing to say yet
  sample.add_appointments(3);
  LogReader log(sample.path());
  CHECK_NOTHROW(cohort_query(log, {.now = after(0), .by = "branch"}));
  CHECK_THROWS_AS(cohort_query(log, {.now = after(0), .by = "state"}), Error);
}

TEST_CASE("the SELECT has the columns its readers count on") {
  SampleLog sample(3);
  sample.add_appointments(3);
  LogReader log(sample.path());
  const std::vector<std::string> names = log.columns(cohort_query(log, {.now = after(0)}));
  REQUIRE(names.size() == kRating + 1);
  CHECK(names[kGroup] == "grp");
  CHECK(names[kReplied] == "replied");
  CHECK(names[kResolutionOpen] == "resolution_open");
  CHECK(names[kOutcome] == "outcome");
  CHECK(names[kTextsOpen] == "texts_open");
  CHECK(names[kRating] == "rating");
}

}  // namespace smsflow::cohort_test
