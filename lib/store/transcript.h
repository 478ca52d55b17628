// Texts of both sides in the order of time, as a person is shown them.
#pragma once

#include <string>
#include <vector>

#include "store/store.h"

namespace smsflow {

struct Reply {
  Instant at;
  std::string text;
  std::string label;
  std::string rule;
};

// Both lists oldest first; hooks and mails are left out.
std::vector<ReadTransaction::Line> interleave(const std::vector<Reply>& replies,
                                              const std::vector<Intent>& intents);

}  // namespace smsflow
