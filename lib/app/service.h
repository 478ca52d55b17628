// serve-webhook: receives what carriers post, answers 2xx only after the commit, and drives the
// outbox beside it. Two threads: the server's loop (bounded reading, routes, receive), and the
// writer (one transaction for all that arrived, all that is due and all that was answered).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/carriers.h"
#include "http/server.h"
#include "store/store.h"
#include "time/clock.h"

namespace smsflow {

struct ServiceOptions {
  std::string listen = "127.0.0.1:8080";
  std::string log;                     // path
  std::vector<std::string> workflows;  // files
  std::string capture;                 // file to append verified requests to; "" for none
  std::string owner;                   // random_owner()
  bool real_time = true;
  bool adopt = false;    // as LiveLogOptions has it
  int busy_ms = 10'000;  // how long a request, and the start, waits for the log
  ServerLimits limits{.drain_ms = 25'000};
};

class Service {
 public:
  // Opens everything; throws Error when something is missing.
  Service(const Config& config, const Clock& clock, ServiceOptions options);
  ~Service();

  int port() const;
  // Serves until SIGTERM, SIGINT or stop(); returns when everything accepted is answered. Throws
  // the Error that ended it, if one did: a commit in doubt, a log that is not there any more.
  void run();
  // From any thread.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smsflow
