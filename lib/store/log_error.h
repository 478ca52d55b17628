// Why a log cannot be written just now, for callers that go on. A commit of which nobody knows
// whether it reached the disk is neither of these: it is any other Error.
#pragma once

#include "text/error.h"

namespace smsflow {

// The write lock was not to be had in the time given: nothing was begun. Try again.
class LogBusy : public Error {
 public:
  explicit LogBusy(const std::string& message)
      : Error(ErrorKind::kLocked, message, {}, "try again; `fuser` tells who holds its lock file") {
  }
};

// The log or its lock file was removed, renamed or replaced while it was open: nothing was
// committed, and this process can commit nothing any more.
class LogGone : public Error {
 public:
  explicit LogGone(const std::string& message)
      : Error(ErrorKind::kOutside, message, {},
              "put the file back; a log is not to be moved or rotated while it is in use") {}
};

}  // namespace smsflow
