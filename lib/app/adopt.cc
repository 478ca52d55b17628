#include "app/adopt.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "app/accounts.h"
#include "app/claim.h"
#include "app/in_doubt.h"
#include "app/receive.h"

namespace smsflow {
namespace {

constexpr int kRowsAtOnce = 200;

bool is_deferred(const Claim& claim) {
  return claim.next.state == IntentState::kPlanned;
}

class Doubts {
 public:
  Doubts(Log& log, Programs& programs, const Carriers& carriers, Instant now)
      : log_(log), programs_(programs), carriers_(carriers), now_(now) {}

  Adopted adopt();

 private:
  bool fire_timers();
  bool doubt_due(Channel channel, Instant since);
  bool give_up_others();
  void doubt(Transaction& log, const Intent& intent, Instant since);
  Claim when_due(Transaction& log, const Intent& intent, Instant& at);

  Log& log_;
  Programs& programs_;
  const Carriers& carriers_;
  Instant now_;
  std::vector<AccountServed> served_;
  Adopted adopted_;
};

// A nudge whose time has come is one the original may have sent.
bool Doubts::fire_timers() {
  const std::unique_ptr<Transaction> log = log_.write(now_);
  const std::vector<Timer> due = log->due_timers(now_, kRowsAtOnce);
  for (const Timer& timer : due) receive(*log, programs_, timer, now_);
  if (!due.empty()) log->commit();
  return !due.empty();
}

// The original asked the same when it was due, and again whenever it had to wait.
Claim Doubts::when_due(Transaction& log, const Intent& intent, Instant& at) {
  for (;;) {
    Claim claim = claim_of(log, programs_, carriers_, intent, at);
    if (!is_deferred(claim) || claim.next.due <= at || claim.next.due > now_) return claim;
    at = claim.next.due;
  }
}

void Doubts::doubt(Transaction& log, const Intent& intent, Instant since) {
  Instant at = std::max(intent.due, since);
  Claim claim = when_due(log, intent, at);
  // What is held until its row is seen may have been seen by the original.
  const bool held =
      is_deferred(claim) && (claim.next.due <= now_ || claim.next.block == BlockReason::kNotSeen);
  const bool left = claim.message || claim.letter || held;
  if (!left) {
    move_intent(log, programs_, std::move(claim.next), claim.reason, now_);
    return;
  }
  const IntentState state =
      set_in_doubt(log, programs_, carriers_, std::move(claim.next), claim.reason, at, now_);
  (state == IntentState::kUnknown ? adopted_.in_doubt : adopted_.given_up) += 1;
}

bool Doubts::doubt_due(Channel channel, Instant since) {
  const std::unique_ptr<Transaction> log = log_.write(now_);
  const std::vector<Intent> due = log->due_intents(channel, now_, kRowsAtOnce);
  for (const Intent& intent : due) doubt(*log, intent, since);
  if (!due.empty()) log->commit();
  return !due.empty();
}

// Their provider goes by a name that is another account's now.
bool Doubts::give_up_others() {
  const auto is_served = [&](const Provider& provider) {
    const AccountServed account{provider.setup().kind, provider.setup().account};
    return std::find(served_.begin(), served_.end(), account) != served_.end();
  };
  const std::unique_ptr<Transaction> log = log_.write(now_);
  std::vector<Intent> open = log->posting_intents(Instant::max());
  for (Intent& intent : log->unknown_intents(std::numeric_limits<int>::max())) {
    open.push_back(std::move(intent));
  }
  for (Intent& intent : open) {
    if (intent.channel != Channel::kSms) continue;
    const Provider* provider = carriers_.find(intent.provider);
    if (provider && is_served(*provider)) continue;
    intent.state = IntentState::kUnknown;
    move_intent(*log, programs_, intent, "posted by another account", now_);
    intent.state = IntentState::kExpiredUnknown;
    if (move_intent(*log, programs_, intent, "another account's carrier cannot be asked", now_)) {
      adopted_.given_up += 1;
    }
  }
  log->commit();
  return true;
}

Adopted Doubts::adopt() {
  const Nature nature = log_.read()->nature();
  served_ = log_.read()->accounts();
  const std::vector<AccountServed> configured = accounts_of(carriers_.config());
  const bool replaced = replaced_account(served_, configured).has_value();
  if (replaced) give_up_others();
  if (nature.copied) {
    while (fire_timers()) {
    }
    for (const Channel channel : {Channel::kSms, Channel::kMail}) {
      while (doubt_due(channel, *nature.copied)) {
      }
    }
  }
  const std::unique_ptr<Transaction> log = log_.write(now_);
  for (const AccountServed& account : configured) log->write(account);
  if (nature.copied || replaced || nature.simulated || nature.replayed) {
    log->write(LogAdopted{nature.copied});
  }
  log->commit();
  return adopted_;
}

}  // namespace

Adopted adopt(Log& log, Programs& programs, const Carriers& carriers, Instant now) {
  return Doubts(log, programs, carriers, now).adopt();
}

}  // namespace smsflow
