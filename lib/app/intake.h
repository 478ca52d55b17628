// A table of records, taken to the log: each row, and what is missing from it.
#pragma once

#include "app/look.h"
#include "app/plan.h"

namespace smsflow {

// Reads every row and takes it to the log, a batch of rows per transaction; then the look itself.
// The summary counts rows, rejects and who is missing; what leaves is the dispatcher's. Throws
// Error{kBadInput} when the source breaks off: what was read stays, and nobody is missing. Throws
// would_ask_again() (app/renamed.h), before anything is written where the source can be read twice.
PlanSummary take_records(RecordSource& source, Programs& programs, const Workflow& workflow,
                         Log& log, Duration horizon, Instant now, const LookOptions& look,
                         const Progress& progress);

void count_missing(const Missing& missing, LookSummary& summary);
void count_unreadable(const std::vector<Absence>& rows, LookSummary& summary);

// Throw Error{kBadInput}. Before the first row: when a header lacks the column that parts the
// source or that says which rows were deleted. After the last: when there were no rows, and the
// header lacks a column without which none could be read: it is another's.
void require_parts(const RecordSource& source, const Workflow& workflow);
void require_header(const RecordSource& source, const Workflow& workflow, std::int64_t rows);

// Takes one row for missing, or back, as judge_missing() says.
void take_absence(Transaction& log, Programs& programs, const Look& look, const Absence& absence,
                  RecordReader& reader, Duration horizon, Instant now);

}  // namespace smsflow
