// A workflow under a new name has other conversations, so it would ask everybody again. Whether one
// does is seen in the log: another workflow there, with the same purpose and the same moment, has
// conversations about the same keys. The file says which is meant: renamed_from, or beside.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.h"
#include "text/error.h"
#include "workflow/workflow.h"

namespace smsflow {

class Renamed {
 public:
  // `given` are the workflows of this run. Reads the revisions that `log` keeps.
  Renamed(ReadTransaction& log, const std::vector<const Workflow*>& given);

  // The name under which the log has a conversation about this record already, though its own
  // workflow (by the log's name) has none; "" when nobody else asked.
  std::string asked_as(ReadTransaction& log, std::string_view workflow, std::string_view key) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> rivals_;  // by the log's names
};

// Error{kBadInput} that names both ways out.
Error would_ask_again(const Workflow& workflow, std::string_view other);

}  // namespace smsflow
