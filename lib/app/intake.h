// A table of records, taken to the log: each row, and what is missing from it.
#pragma once

#include <functional>

#include "app/look.h"
#include "app/plan.h"
#include "app/receive.h"

namespace smsflow {

// Where rows are taken to: the log, or what it would be.
class Book {
 public:
  virtual ~Book() = default;
  // Writes a slice; what `use` has done is kept when it says so.
  virtual void write(const std::function<bool(Transaction&)>& use) = 0;
  virtual void read(const std::function<void(ReadTransaction&)>& use) = 0;
  // What became of a row, within its slice. True when is_imagined() and a question about it is
  // open.
  virtual bool took(const RecordSnapshot&, const Received&) { return false; }
  // A row that went to the book is not to be taken after all: another of its key differs.
  virtual void withdrew(const std::string&) {}
  // A row that is not there, or cannot be read; of gone and missing ones those that were not
  // before.
  virtual void missed(const std::string&, RecordStanding) {}
  // Which of the rows read have an open question is said by took(), not by the log.
  virtual bool is_imagined() const { return false; }
};

// Reads every row and takes it to the book, a batch of rows per slice; then the look itself. The
// summary counts rows, rejects and who is missing. Throws Error{kBadInput} when the source breaks
// off: what was read stays, and nobody is missing. Throws would_ask_again() (app/renamed.h), before
// anything is written where the source can be read twice. `reader` has read nothing yet.
PlanSummary take_records(RecordSource& source, Programs& programs, const Workflow& workflow,
                         RecordReader& reader, Book& book, Duration horizon, Instant now,
                         const LookOptions& look, const Progress& progress);
// To the log; what leaves is the dispatcher's.
PlanSummary take_records(RecordSource& source, Programs& programs, const Workflow& workflow,
                         Log& log, Duration horizon, Instant now, const LookOptions& look,
                         const Progress& progress);

// Received::handled of a row of an export that was written before the one that was read last.
inline constexpr std::string_view kOfOlderExport = "older";

// Takes one row for missing, or back, as missing_rows() says.
void take_absence(Transaction& log, Programs& programs, const Look& look, const Absence& absence,
                  RecordReader& reader, Duration horizon, Instant now);

}  // namespace smsflow
