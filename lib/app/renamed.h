// A workflow under a new name has other conversations, so it would ask everybody again. Whether one
// does is seen in the log: another workflow there, with the same purpose and the same moment, has
// conversations about the same keys. The file says which is meant: renamed_from, or beside.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "record/source.h"
#include "store/store.h"
#include "text/error.h"
#include "workflow/workflow.h"

namespace smsflow {

class Renamed {
 public:
  // `given` are the workflows of this run. Reads the revisions that `log` keeps.
  Renamed(ReadTransaction& log, const std::vector<const Workflow*>& given);

  // Whether another workflow in the log might have asked for this one (by the log's name).
  bool has_rivals(std::string_view workflow) const { return rivals_.contains(workflow); }
  // The name under which the log has a conversation about this record already, though its own
  // workflow (by the log's name) has none; "" when nobody else asked.
  std::string asked_as(ReadTransaction& log, std::string_view workflow, std::string_view key) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> rivals_;  // by the log's names
};

// Reads the rows for their keys alone, and begins again. Throws would_ask_again() for the first
// that another workflow has asked about: called before anything is written, nothing is left of the
// run. A source that can be read only once is left as it is.
void require_not_asked(RecordSource& source, ReadTransaction& log, const Renamed& renamed,
                       const Workflow& workflow);

// Error{kBadInput} that names both ways out.
Error would_ask_again(const Workflow& workflow, std::string_view other);

}  // namespace smsflow
