// A look at a source of records, read to its end: which rows that should be there are missing, and
// what that means. man 5 smsflow-workflow, [record] export.
//
//   Look look(workflow, written_at);
//   ... look.add(record) for each row that could be read, look.refuse(fault) for the others
//   for (const auto& [scope, missing] : missing_rows(log, look, reader, now)) ...
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "record/reader.h"
#include "store/store.h"

namespace smsflow {

// So many missing at once, and more than half, are more likely a broken export.
inline constexpr std::int64_t kManyMissing = 10;

// A question is planned or put.
bool is_open(const std::optional<Conversation>& known);
// Of rows that were read before looks were kept the log does not know when they are over.
bool is_over(const SeenRecord& seen, const std::optional<Conversation>& known, Instant now);

class Look {
 public:
  // One part of the source: a look speaks only of those that occur in it.
  struct Part {
    std::string scope;
    std::int64_t rows = 0;
    std::uint64_t content = 0;  // sum over the rows' hashes
    std::int64_t open = 0;      // of an imagined look: rows with an open question
  };

  Look(const Workflow& workflow, Instant at);

  void add(const RecordSnapshot& record);
  void refuse(const RowFault& fault);
  // Its rows are not in the log: which of them have an open question is added.
  void imagine() { is_imagined_ = true; }
  void add_open(std::string_view scope) { parts_.find(scope)->second.open += 1; }
  // It was written to while it was read: whoever is missing may only be late.
  void doubt() { doubtful_ = true; }
  // The operator says that who is missing is gone.
  void accept() { accepted_ = true; }

  const Workflow& workflow() const { return workflow_; }
  Instant at() const { return at_; }
  bool is_doubtful() const { return doubtful_; }
  bool is_imagined() const { return is_imagined_; }
  bool is_accepted() const { return accepted_; }
  const std::map<std::string, Part, std::less<>>& parts() const { return parts_; }
  LookTaken taken(const Part& part, std::int64_t missing) const;

 private:
  const Workflow& workflow_;
  Instant at_;
  bool doubtful_ = false;
  bool accepted_ = false;
  bool is_imagined_ = false;
  std::map<std::string, Part, std::less<>> parts_;
};

// A row that stands otherwise than the log has it.
struct Absence {
  std::string key;
  RecordStanding standing = RecordStanding::kMissing;
  bool open = false;  // a question is planned or put about it
};

struct Missing {
  std::vector<Absence> rows;         // whose standing changes
  std::int64_t absent = 0;           // not there, changed or not
  std::vector<std::string> doubted;  // of them, not believed to be gone
  std::int64_t doubted_open = 0;     // of these, with a question planned or put
  std::int64_t open = 0;  // questions planned or put about rows that should be there; counted only
                          // where too many are missing
};

// By part, but for those that were looked at since. Of a source in parts also for "": rows known to
// belong to none, for which nobody speaks. Reads only. `reader` has read the look. Rows seen after
// it was written are not missing.
std::map<std::string, Missing> missing_rows(ReadTransaction& log, const Look& look,
                                            const RecordReader& reader, Instant now);

// Rows that are there and cannot be read, to whatever part they belong: they are held, also where
// nobody is missing. Reads only.
std::vector<Absence> unreadable_rows(ReadTransaction& log, const Look& look,
                                     const RecordReader& reader, Instant now);

// When a source was written, as a run at `now` counts it: never after `now`. Where `now` is
// invented (it is not `real_now`) a file is no older than the machine's own clock says, in hours.
Instant look_moment(const std::optional<Instant>& written_at, Instant now, Instant real_now);

}  // namespace smsflow
