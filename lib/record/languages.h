// What the language column of a row says. Internal to lib/record.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "workflow/workflow.h"

namespace smsflow {

class Languages {
 public:
  explicit Languages(const Workflow& workflow);

  // "es", "es-MX", "ES", "spa", "Spanish" and "Español" are es; an empty cell, and what is neither
  // a code nor a name that is known, is English.
  std::string read(const std::string& cell);
  // Cells that the workflow's questions have no wording for, as written, and how many there were.
  const std::map<std::string, std::int64_t>& unspoken() const { return unspoken_; }

 private:
  std::set<std::string, std::less<>> spoken_;
  std::map<std::string, std::int64_t> unspoken_;
};

}  // namespace smsflow
