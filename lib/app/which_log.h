// Which log a run may write to: live events have one log, made once and on purpose; what is
// simulated or replayed never gets into it; a copy does not pass for the log it was made of.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "config/config.h"
#include "store/store.h"

namespace smsflow {

// Makes the log; `mode` as StoreOptions has it. Throws Error{kBadInput} where one is.
void create_log(const std::string& path, std::optional<unsigned> mode);

struct LiveLogOptions {
  std::string path;
  std::string writer;
  bool adopt = false;  // takes another account, or a copy, for its own
  int busy_ms = StoreOptions().busy_ms;
};

// For `send --live` and `serve-webhook`. Made here only where no provider really sends. Keeps the
// accounts it serves. Throws Error{kBadInput} for a log that is not there, that holds what was
// simulated, that serves another account, or that is a copy; --adopt overrules the last two.
std::unique_ptr<Log> open_live_log(const LiveLogOptions& options, const Config& config,
                                   Instant now);

// For `simulate` and `replay`: in memory without a path, else in a new file. Throws
// Error{kBadInput} for one that is there: each script, each capture is a world of its own.
std::unique_ptr<Log> open_scratch_log(const std::string& path, const StoreOptions& options);

// For what people do: answers, consents, opt-outs. They join a log of simulated events as simulated
// ones. Made here only where no provider really sends and `may_make`. Throws Error{kBadInput}.
std::unique_ptr<Log> open_peoples_log(const std::string& path, const std::string& writer,
                                      const Config& config, bool may_make);

}  // namespace smsflow
