// Goes on with a log that is not what it seems: a copy, whose original may have sent what is still
// planned in it; or one that served another account.
#pragma once

#include <cstdint>

#include "app/carriers.h"
#include "app/programs.h"
#include "store/store.h"

namespace smsflow {

struct Adopted {
  std::int64_t in_doubt = 0;  // texts and mails that may have left; they are looked up first
  std::int64_t given_up = 0;  // whose carrier cannot be asked: expired_unknown
};

// What was due since a copy's last event becomes `unknown`, as it stood when it was due. What is
// under way by an account the log did not serve before is given up: the new one cannot be asked.
// Then the log keeps the accounts it serves, and an event says that it was adopted. In slices:
// stopped at any moment, the log is as little adopted as before. Call it before anything leaves;
// what is planned later is doubted when it is due (app/in_doubt.h).
Adopted adopt(Log& log, Programs& programs, const Carriers& carriers, Instant now);

}  // namespace smsflow
