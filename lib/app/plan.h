// What `send` would do with a table of records, without doing it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/carriers.h"
#include "app/forecast.h"
#include "app/number_limits.h"
#include "app/programs.h"
#include "app/untexted.h"
#include "record/source.h"
#include "store/store.h"

namespace smsflow {

struct PlannedText {
  std::string key;
  std::string zone;  // the recipient's; may be empty
  std::string to;
  std::string text;
  Instant due;
  int segments = 0;
};

// What the look at the records says of those that are not among them.
struct LookSummary {
  Instant at;                     // when they were written
  std::int64_t missing = 0;       // held from now on
  std::int64_t gone = 0;          // void, or read as `gone` says
  std::int64_t gone_open = 0;     // of them, with an open question
  std::int64_t doubted = 0;       // held, because too many are missing or rows cannot be read
  std::int64_t doubted_open = 0;  // of them, with an open question; counted as `open` is
  std::int64_t open = 0;          // when many are missing: open rows that should be there
  std::int64_t unreadable = 0;    // there, but not to be read: held from now on
  std::int64_t returned = 0;      // there again
  std::int64_t older = 0;         // rows not taken: what was looked at before was written later,
  std::optional<Instant> latest;  // then
  // The first kKeysNamed of each.
  struct Keys {
    std::vector<std::string> missing, gone, doubted, unreadable, older;
  } keys;
};

inline constexpr std::size_t kKeysNamed = 5;
void name_key(std::vector<std::string>& keys, const std::string& key);

struct PlanSummary {
  std::int64_t rows = 0;  // = now + later + blocked + rejected + repeated
  std::int64_t now = 0;
  std::int64_t later = 0;
  std::int64_t repeated = 0;                     // the same row again
  std::map<std::string, std::int64_t> blocked;   // by BlockReason, and "already_asked"
  std::map<std::string, std::int64_t> rejected;  // by RowFault::reason
  std::int64_t segments_now = 0;
  std::int64_t segments_later = 0;
  std::map<std::string, std::int64_t> unspoken;  // rows, by their language that gets English
  LookSummary look;
  Untexted untexted;                     // who is counted in `blocked`, or missing; of a plan
  std::vector<RowFault> faults;          // the first kMaxFaultsKept
  std::vector<PlannedText> first_texts;  // as many as asked for
  // What else a live run would do: texts that are not about these rows, and were planned before.
  struct Beside {
    std::int64_t now = 0;
    std::int64_t segments_now = 0;
    std::int64_t timers = 0;    // that are due
    std::int64_t in_doubt = 0;  // the original of an adopted copy may have sent them
    bool is_empty() const { return now == 0 && timers == 0 && in_doubt == 0; }
  } beside;
  std::vector<CappedNumber> capped;  // texts that would leave now and wait for a daily cap
};

inline constexpr std::size_t kMaxFaultsKept = 1000;

void reject(PlanSummary& summary, RowFault fault);

using Progress = std::function<void(std::int64_t rows)>;
inline constexpr std::int64_t kRowsPerProgress = 2000;

struct LookOptions {
  Instant at;                   // when the records were written: look_moment()
  bool accept_missing = false;  // who is missing is gone
};

struct PlanOptions {
  LookOptions look;
  Duration horizon;
  std::size_t texts = 0;                        // how many first texts are shown
  std::function<void(const Foreseen&)> each{};  // told what becomes of every due text; may be empty
};

// A live run without the commit: reads every row and takes it to what the log would be, and says
// what would leave at `now`. Nothing is written, and no lock is taken.
PlanSummary plan_records(RecordSource& source, Programs& programs, const Workflow& workflow,
                         const Carriers& carriers, Log& log, Instant now,
                         const PlanOptions& options, const Progress& progress);

}  // namespace smsflow
