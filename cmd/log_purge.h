// `smsflow log purge`: forgets what is personal and older than anybody needs.
#pragma once

#include <string>

#include "command.h"

namespace smsflow {

struct PurgeOptions {
  std::string older_than;  // a duration
  std::string now;
  bool dry_run = false;
};

// Throws Error{kUsage} for a duration that is none.
int purge_log(const std::string& path, const PurgeOptions& options, Io& io);

}  // namespace smsflow
