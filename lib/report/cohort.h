// The conversations a report counts, as one SELECT over the views of the log.
#pragma once

#include <string>
#include <string_view>

#include "report/report.h"
#include "store/read.h"

namespace smsflow {

// States of a text that was handed to a carrier, as a list for IN.
extern const std::string_view kHandedOver;
// States whose last word is known.
extern const std::string_view kFateKnown;

// A reply later than this after the question counts as none, where the record has no respond_by.
inline constexpr std::int64_t kReplyWindowMs = 72LL * 3'600'000;
// A text without a receipt for this long is not delivered.
inline constexpr std::int64_t kReceiptWindowMs = 24LL * 3'600'000;

// Its columns, in the order of the SELECT. Whole numbers, but for the group and the outcome; a time
// is NULL where there is none.
enum CohortColumn {
  kGroup,
  kAttempted,
  kDelivered,
  kContactOpened,
  kReplied,  // in time
  kSettled,
  kConfirmed,
  kResolved,
  kReplyMs,
  kReplyOpen,
  kResolutionMs,
  kResolutionOpen,
  kOutcome,
  kTexts,
  kTextsKnown,
  kTextsDelivered,
  kTextsOpen,
  kRatingAsked,
  kRating,
};

// The SELECT. Throws Error{kUsage} for a field that no record has.
std::string cohort_query(LogReader& log, const ReportQuestion& question);

// A condition that holds for moments (epoch ms) within the question's window and for its source.
std::string within(const ReportQuestion& question, std::string_view moment);
std::string of_source(const ReportQuestion& question, std::string_view column = "source");

// SQL for a moment's reading on the zone's wall clock, by strftime's format. Exact from `from` to
// `until`: every clock change between them is in it.
std::string local_reading(std::string_view moment, const char* format, const Zone& zone,
                          Instant from, Instant until);

}  // namespace smsflow
