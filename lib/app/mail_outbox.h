// The mails of a dispatcher: texts that can't be delivered, at most once each like those.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/carriers.h"
#include "app/claim.h"
#include "app/receivers.h"
#include "app/round.h"

namespace smsflow {

class MailOutbox {
 public:
  // `receivers` may be null: then nothing leaves at all. `on_done` may come from another thread.
  MailOutbox(const Receivers* receivers, const Carriers& carriers, const DispatchOptions& options,
             std::function<void()> on_done);

  // Writes down what became of mails; how many there were.
  int settle(Round& round);
  // How many rows it changed. What shall leave waits for start().
  int claim(Round& round);
  // Call it after the commit, and never before.
  void start();
  // Takes back what belongs to a transaction that came to nothing.
  void roll_back();

  bool is_running(const std::string& intent) const;
  bool is_busy() const { return !running_.empty(); }
  bool has_calls() const { return !calls_.empty(); }

 private:
  struct Call {
    Intent intent;
    Letter letter;
    Instant at;
  };

  int suppress_all(Round& round);
  void settle(Round& round, const MailResult& result);

  const Receivers* receivers_;
  const Carriers& carriers_;
  const DispatchOptions& options_;
  std::map<std::uint64_t, Intent> running_;
  std::vector<MailResult> finished_;  // until they are committed
  std::vector<Call> calls_;           // committed with this turn
  std::uint64_t next_tag_ = 1;
  std::unique_ptr<MailClient> client_;  // null without a server
};

}  // namespace smsflow
