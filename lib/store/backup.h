// A copy of the log, marked as one: it does not hold what the log sends from then on.
#pragma once

#include <string>

namespace smsflow {

// Copies one snapshot while others write, to a new file of mode 0600 that is there whole and
// marked, or not at all. Throws Error, {kOutside} also for a file that is there.
void back_up(const std::string& log, const std::string& copy);

}  // namespace smsflow
