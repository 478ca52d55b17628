// What `send` would do with a table of records, without doing it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/carriers.h"
#include "app/programs.h"
#include "record/source.h"
#include "store/store.h"

namespace smsflow {

struct PlannedText {
  std::string to;
  std::string text;
  Instant due;
  int segments = 0;
};

struct PlanSummary {
  std::int64_t rows = 0;  // = now + later + blocked + rejected + repeated
  std::int64_t now = 0;
  std::int64_t later = 0;
  std::int64_t repeated = 0;                     // the same row again
  std::map<std::string, std::int64_t> blocked;   // by BlockReason, and "already_asked"
  std::map<std::string, std::int64_t> rejected;  // by RowFault::reason
  std::int64_t segments_now = 0;
  std::int64_t segments_later = 0;
  std::vector<RowFault> faults;          // the first kMaxFaultsKept
  std::vector<PlannedText> first_texts;  // as many as asked for
};

inline constexpr std::size_t kMaxFaultsKept = 1000;

using Progress = std::function<void(std::int64_t rows)>;

// Reads every row; nothing is written. `log` tells who opted out and what was asked already.
PlanSummary plan_records(RecordSource& source, Programs& programs, const Workflow& workflow,
                         const Carriers& carriers, ReadTransaction& log, Instant now,
                         std::size_t texts_wanted, const Progress& progress);

// Reads every row and takes it to the log, a batch of rows per transaction. The summary counts rows
// and rejects only; what leaves is the dispatcher's.
PlanSummary take_records(RecordSource& source, Programs& programs, const Workflow& workflow,
                         Log& store, Duration horizon, Instant now, const Progress& progress);

}  // namespace smsflow
