// The one exception of smsflow: something outside the code (a file, a database, a carrier, an
// option) is not as it must be. Expected outcomes are values (Decision, BlockReason, SendResult,
// Diagnostic); bugs are assertions. Thrown by border code, caught by main and once per request.
#pragma once

#include <stdexcept>
#include <string>

namespace smsflow {

enum class ErrorKind {
  kUsage,     // the command line is off: exit 2
  kBadInput,  // workflow, config, records or capture: exit 3
  kOutside,   // provider, disk or database; safe to run again: exit 4
  kLocked,    // another run holds the lock: exit 6
};

class Error : public std::runtime_error {
 public:
  // `message` is lower case without a full stop; `where` is "file:line:column" or empty; `hint`
  // says what to do.
  Error(ErrorKind kind, const std::string& message, std::string where = {}, std::string hint = {})
      : std::runtime_error(message),
        kind_(kind),
        where_(std::move(where)),
        hint_(std::move(hint)) {}

  ErrorKind kind() const { return kind_; }
  const std::string& where() const { return where_; }
  const std::string& hint() const { return hint_; }

 private:
  ErrorKind kind_;
  std::string where_;
  std::string hint_;
};

}  // namespace smsflow
