// A report with a figure of every kind, some without a denominator.
#pragma once

#include "report/report.h"

namespace smsflow {

inline Report sample_report() {
  Report report;
  report.question = {.now = *parse_rfc3339("2026-03-04T12:00:00Z"),
                     .since = parse_rfc3339("2026-03-01T00:00:00Z"),
                     .by = "branch"};
  report.exceptions.failed = {{"blocked", 1}, {"unreachable", 2}};
  report.exceptions.replies = 9;
  report.exceptions.invalid_replies = 1;
  Figures& all = report.all;
  all.conversations = 263;
  all.confirmation = {{81, 263}, {81, 270}, 4};
  all.delivery = {{20, 20}, {20, 21}, 0};
  all.to_reply = {.n = 263, .open = 10, .median_ms = 90 * 60'000};
  all.to_resolution = {.n = 263, .open = 200, .median_ms = std::nullopt};
  all.outcomes = {{"confirmed", 81}, {"open", 182}};
  report.groups.emplace_back("=North, \x1b[2J", Figures{.conversations = 263});
  report.groups.emplace_back("", Figures{});
  return report;
}

}  // namespace smsflow
