// Plays a script through the same walk as live: records, dispatch, replies, timers, over a virtual
// clock and a simulated carrier. No network, ever.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "app/rehearsal.h"
#include "app/script.h"

namespace smsflow {

struct Mismatch {
  int line = 0;
  std::string what;  // "another text than expected"
  std::string expected;
  std::string actual;
};

class Simulation {
 public:
  // `store` is the log to fill; a script's own time stamps drive the clock.
  Simulation(Config config, const std::vector<std::string>& workflows, std::unique_ptr<Log> store);
  ~Simulation();

  // Plays all steps; writes what is played, itself a script that names its workflows, to
  // `played`.
  std::vector<Mismatch> play(const Script& script, std::ostream& played);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smsflow
