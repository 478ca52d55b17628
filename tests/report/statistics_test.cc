#include "report/statistics.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

using smsflow::Interval;
using smsflow::MedianTime;
using smsflow::wilson;

TEST_CASE("Wilson intervals equal the published ones") {
  struct Case {
    std::int64_t successes, n;
    double low, high;
  };
  // Newcombe, Statistics in Medicine 17 (1998), as statsmodels and R's prop.test print them.
  const Case cases[] = {
      {81, 263, .2552885199, .3662095770},
      {0, 20, 0, .1611251581},
      {20, 20, .8388748419, 1},
      {1, 29, .0061132143, .1717552188},
      {15, 148, .0623863995, .1604872417},
  };
  for (const Case& row : cases) {
    CAPTURE(row.successes);
    const std::optional<Interval> interval = wilson(row.successes, row.n);
    REQUIRE(interval);
    CHECK(interval->low == doctest::Approx(row.low).epsilon(1e-8));
    CHECK(interval->high == doctest::Approx(row.high).epsilon(1e-8));
  }
  CHECK(wilson(0, 20)->low == 0);
  CHECK(wilson(20, 20)->high == 1);
  CHECK_FALSE(wilson(0, 0));
}

TEST_CASE("an interval holds its rate") {
  for (std::int64_t n = 1; n < 60; ++n) {
    for (std::int64_t k = 0; k <= n; ++k) {
      const double rate = static_cast<double>(k) / static_cast<double>(n);
      CHECK(wilson(k, n)->low <= rate);
      CHECK(wilson(k, n)->high >= rate);
    }
  }
}

TEST_CASE("the median counts open times as at risk until now") {
  MedianTime all_over(3);
  for (const std::int64_t time : {10, 20, 90}) all_over.add(time, 1, 0);
  CHECK(all_over.median_ms() == 20);

  // Half of two on the dot.
  MedianTime two(2);
  two.add(5, 1, 0);
  CHECK(two.median_ms() == 5);

  // By hand: 6 at risk, 5/6; 4 at risk after an open one, 5/6*3/4; then 2/3 of it is .4167.
  MedianTime some_open(6);
  some_open.add(10, 1, 0);
  some_open.add(12, 0, 1);
  some_open.add(20, 1, 0);
  CHECK_FALSE(some_open.median_ms());
  some_open.add(30, 1, 0);
  CHECK(some_open.median_ms() == 30);

  MedianTime most_open(4);
  most_open.add(10, 1, 0);
  most_open.add(50, 0, 3);
  CHECK_FALSE(most_open.median_ms());

  MedianTime none(0);
  CHECK_FALSE(none.median_ms());
}

TEST_CASE("events come before censorings of the same time") {
  MedianTime tied(4);
  tied.add(7, 2, 2);
  CHECK(tied.median_ms() == 7);
}

// Leukaemia patients given 6-MP (Freireich 1963), the textbook sample: median 23 weeks.
TEST_CASE("the textbook's remission times have the textbook's median") {
  const std::vector<std::vector<std::int64_t>> weeks = {
      {6, 3, 1},  {7, 1, 0},  {9, 0, 1},  {10, 1, 1}, {11, 0, 1}, {13, 1, 0},
      {16, 1, 0}, {17, 0, 1}, {19, 0, 1}, {20, 0, 1}, {22, 1, 0}, {23, 1, 0},
      {25, 0, 1}, {32, 0, 2}, {34, 0, 1}, {35, 0, 1}};
  MedianTime treated(21);
  for (const auto& week : weeks) treated.add(week[0], week[1], week[2]);
  CHECK(treated.median_ms() == 23);
}

TEST_CASE("without open times it is the ordinary lower median") {
  std::mt19937_64 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::int64_t> times(1 + random() % 60);
    for (std::int64_t& time : times) time = static_cast<std::int64_t>(random() % 1000);
    std::sort(times.begin(), times.end());
    MedianTime median(static_cast<std::int64_t>(times.size()));
    for (const std::int64_t time : times) median.add(time, 1, 0);
    CHECK(median.median_ms() == times[(times.size() - 1) / 2]);
  }
}
