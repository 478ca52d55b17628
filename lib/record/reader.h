// Turns rows into the RecordSnapshots of one workflow: finds the columns, checks and converts the
// values, evaluates `when`, `at`, `expires` and `respond_by`. Bad rows are values with a reason.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "record/source.h"
#include "text/diagnostic.h"
#include "workflow/workflow.h"

namespace smsflow {

// Why a row is refused. The names are stable: they are keys of `send --format json`.
struct RowFault {
  long line = 0;
  std::string key;     // the entity's, where it could be read
  std::string reason;  // unreadable no_key no_phone bad_phone missing_field bad_time bad_number
                       // unknown_zone conflicting_duplicate
  std::string detail;  // names the column and, where harmless, the value; no phone numbers
  // Line of an earlier row that was read well and is not to be taken either: it has the same key
  // and other values, so that nobody can tell which is right; 0: there is none.
  long withdrawn = 0;
};
// The fault of the earlier row that `fault` withdraws.
RowFault withdrawn_row(const RowFault& fault);

// Conditions of a workflow that cannot be evaluated, with a caret. For `check` and every loader.
std::vector<Diagnostic> check_conditions(const Workflow& workflow);

// The key of a row as a reader takes it; "" where it has none or cannot be read.
std::string key_in(const Row& row, const RecordSpec& record);

class RecordReader {
 public:
  // Throws Error{kBadInput} with all conditions' faults. `region` is for national phone numbers.
  RecordReader(const Workflow& workflow, std::string region);
  ~RecordReader();

  // The snapshot of one row, as of `now`; an identical repeat of a key gives nothing, and where two
  // rows of a key differ, neither counts. Of a row that says it was deleted, or of which that is
  // known (`is_deleted`), only the key counts.
  using Outcome = std::variant<std::monostate, RecordSnapshot, RowFault>;
  Outcome read(const Row& row, Instant now, bool is_deleted = false);
  // Whether a row with this key was read, or was there but cannot be used.
  enum class Sight { kNever, kRead, kRejected };
  Sight sight(std::string_view key) const;
  // For rows that stand alone: their keys are not remembered.
  void forget_keys();

  // What the language column says that the workflow has no words in, and in how many rows: they get
  // English. The first few of such values.
  const std::map<std::string, std::int64_t>& unspoken() const;

  // The record once it is gone from a ledger of open items: with the fields of `gone`.
  RecordSnapshot as_gone(const RecordSnapshot& last, Instant now);

  // Asks `when` again, of a record that was read before, at the moment of sending.
  bool eligible(const RecordSnapshot& record, Instant now);
  // Why a record is not eligible, for people: `status is "cancelled"`.
  std::string unmet(const RecordSnapshot& record, Instant now);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smsflow
