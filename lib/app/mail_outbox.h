// The mails of a dispatcher: texts that can't be delivered, at most once each like those.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/carriers.h"
#include "app/outbox.h"
#include "app/receivers.h"

namespace smsflow {

class MailOutbox {
 public:
  // `receivers` may be null: then nothing leaves at all. `on_done` may come from another thread.
  MailOutbox(const Receivers* receivers, const Carriers& carriers, const DispatchOptions& options,
             std::function<void()> on_done);

  // Takes results; has_results() until they are committed.
  void collect();
  bool has_results() const { return !finished_.empty(); }
  // Writes down what became of mails; how many there were.
  int settle(Round& round);
  // How many rows it changed. What shall leave waits for start().
  int claim(Round& round);
  // Call it after the commit, and never before.
  void start();
  // Takes back what belongs to a transaction that came to nothing.
  void roll_back() { calls_.roll_back(); }

  bool is_running(const std::string& intent) const { return calls_.is_running(intent); }
  bool is_busy() const { return calls_.is_busy(); }
  bool has_calls() const { return calls_.has_chosen(); }

 private:
  struct Call {
    Intent intent;
    Letter letter;
    Instant at;
  };

  int suppress_all(Round& round);

  const Receivers* receivers_;
  const Carriers& carriers_;
  const DispatchOptions& options_;
  std::vector<MailResult> finished_;  // until they are committed
  InFlight<Call> calls_;
  std::uint64_t next_tag_ = 1;
  std::unique_ptr<MailClient> client_;  // null without a server
};

}  // namespace smsflow
