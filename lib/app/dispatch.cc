#include "app/dispatch.h"

#include <algorithm>
#include <new>
#include <utility>

#include "app/catch_up.h"
#include "app/held.h"
#include "app/hook_outbox.h"
#include "app/lookups.h"
#include "app/mail_outbox.h"
#include "app/receive.h"
#include "app/text_outbox.h"
#include "text/error.h"

namespace smsflow {
namespace {

constexpr Duration kSetAsideFor = std::chrono::minutes{10};

// What the row in work is to blame for, in words; "" for a disk that fails, a log that is locked.
std::string fault_of_row(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const Error& error) {
    const bool of_log = error.kind() == ErrorKind::kOutside || error.kind() == ErrorKind::kLocked;
    return of_log ? "" : error.what();
  } catch (const std::bad_alloc&) {
    return {};
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return {};
  }
}

}  // namespace

struct Dispatcher::Impl {
  Impl(Log& store_in, Programs& programs_in, Carriers& carriers_in, const Clock& clock_in,
       const Receivers* receivers, DispatchOptions options_in)
      : store(store_in),
        programs(programs_in),
        clock(clock_in),
        options(std::move(options_in)),
        // Hooks take no room from texts.
        wire{.client =
                 HttpClient({.concurrency = options.concurrency + kKeptForAnswers + kHooksAtOnce})},
        texts(carriers_in, options, wire),
        lookups(carriers_in, options, wire),
        hooks(receivers, options, wire),
        mails(receivers, carriers_in, options, [this] { wire.client.wake(); }),
        catch_up(carriers_in, wire) {}

  Log& store;
  Programs& programs;
  const Clock& clock;
  DispatchOptions options;
  Wire wire;
  TextOutbox texts;
  Lookups lookups;
  HookOutbox hooks;
  MailOutbox mails;
  HeldTexts held;
  CatchUp catch_up;
  std::vector<HttpResult> finished;  // until they are committed
  SetAside set_aside;
  bool in_doubt = false;

  std::unique_ptr<Transaction> begin(Instant now);
  int work(Round& round);
  int timers(Round& round);
  int stale_postings(Round& round);
  bool is_stale(const Intent& intent, Instant now) const;
  bool put_aside(const std::string& row, Instant now);
  void roll_back();
  bool start();
  bool is_busy() const {
    return texts.is_busy() || lookups.is_busy() || hooks.is_busy() || mails.is_busy();
  }
};

Dispatcher::Dispatcher(Log& store, Programs& programs, Carriers& carriers, const Clock& clock,
                       const Receivers* receivers, DispatchOptions options)
    : impl_(std::make_unique<Impl>(store, programs, carriers, clock, receivers,
                                   std::move(options))) {}
Dispatcher::~Dispatcher() = default;

void Dispatcher::wake() {
  impl_->wire.client.wake();
}

bool Dispatcher::is_in_doubt() const {
  return impl_->in_doubt;
}

const std::vector<CappedNumber>& Dispatcher::capped() const {
  return impl_->texts.capped();
}

std::unique_ptr<Transaction> Dispatcher::Impl::begin(Instant now) {
  try {
    return store.write(now);
  } catch (const LogGone&) {
    throw;  // nothing was begun, and nothing is in doubt
  } catch (const Error& error) {
    in_doubt = error.kind() != ErrorKind::kLocked;
    throw;
  }
}

int Dispatcher::Impl::timers(Round& round) {
  int done = 0;
  for (const Timer& timer : round.log.due_timers(round.now, kRowsPerTurn)) {
    if (round.skips(timer.id)) continue;
    round.at = timer.id;
    receive(round.log, round.programs, timer, round.now);
    ++done;
  }
  round.at.clear();
  return done;
}

// Nobody will say any more what became of it: its process died or hangs, or its answer was lost.
bool Dispatcher::Impl::is_stale(const Intent& intent, Instant now) const {
  const bool overdue = intent.deadline && *intent.deadline < now;
  if (intent.owner != options.owner) {
    return overdue || !options.is_alive || !options.is_alive(intent.owner);
  }
  return overdue && !texts.is_running(intent.id) && !hooks.is_running(intent.id) &&
         !mails.is_running(intent.id);
}

// What a dead or hanging process was about to post may have left: a text is unknown now, a hook
// goes out again.
int Dispatcher::Impl::stale_postings(Round& round) {
  int done = 0;
  for (Intent& intent : round.log.posting_intents(Instant::max())) {
    if (round.skips(intent.id) || !is_stale(intent, round.now)) continue;
    round.at = intent.id;
    if (intent.channel == Channel::kHook) {
      done += hooks.take_back(round, std::move(intent)) ? 1 : 0;
      continue;
    }
    intent.state = IntentState::kUnknown;
    if (move_intent(round.log, round.programs, intent, "its process ended before an answer came",
                    round.now)) {
      round.counts.unknown += 1;
      ++done;
    }
  }
  round.at.clear();
  return done;
}

int Dispatcher::Impl::work(Round& round) {
  int done = 0;
  for (const HttpResult& answer : finished) {
    const bool ours = texts.settle(round, answer) || lookups.settle(round, answer) ||
                      hooks.settle(round, answer) || catch_up.settle(round, answer);
    done += ours ? 1 : 0;
  }
  done += texts.settle_delivered(round);
  done += mails.settle(round);
  if (options.catches_up) done += catch_up.walk(round);
  done += timers(round);
  done += stale_postings(round);
  done += lookups.begin(round);
  done += held.release(round, options.real_time);
  done += texts.claim(round, done > 0);
  done += hooks.claim(round);
  done += mails.claim(round);
  return done;
}

// True when a row is to blame: then the others go on without it.
bool Dispatcher::Impl::put_aside(const std::string& row, Instant now) {
  const std::string fault = row.empty() ? "" : fault_of_row(std::current_exception());
  if (fault.empty()) return false;
  std::erase_if(set_aside, [now](const auto& entry) { return entry.second <= now; });
  set_aside[row] = now + kSetAsideFor;
  if (options.alarm) options.alarm(row + " could not be decided and is set aside: " + fault);
  return true;
}

void Dispatcher::Impl::roll_back() {
  texts.roll_back();
  lookups.roll_back();
  hooks.roll_back();
  mails.roll_back();
  held.roll_back();
  catch_up.roll_back();
}

bool Dispatcher::Impl::start() {
  const bool started =
      texts.has_calls() || lookups.has_calls() || hooks.has_calls() || mails.has_calls();
  finished.clear();
  catch_up.start();
  texts.start();
  lookups.start();
  hooks.start();
  mails.start();
  return started;
}

bool Dispatcher::turn(int wait_ms) {
  Impl& self = *impl_;
  if (!self.texts.has_delivered() && (wait_ms > 0 || self.is_busy())) {
    for (HttpResult& answer : self.wire.client.poll(wait_ms)) {
      self.finished.push_back(std::move(answer));
    }
  }
  const Instant now = self.clock.now();
  int done = 0;
  {
    const std::unique_ptr<Transaction> log = self.begin(now);
    const DispatchCounts before = counts_;
    Round round{*log, self.programs, now, counts_, self.set_aside, {}};
    try {
      done = self.work(round);
    } catch (...) {
      self.roll_back();
      counts_ = before;
      if (!self.put_aside(round.at, now)) throw;
      counts_.set_aside += 1;
      return true;
    }
    if (done > 0) {
      self.in_doubt = true;
      log->commit();
      self.in_doubt = false;
    }
  }
  const bool started = self.start();
  return done > 0 || started || self.is_busy() || self.held.is_walking();
}

void Dispatcher::run_until_idle() {
  const Impl& self = *impl_;
  while (turn(!self.is_busy() && !self.texts.is_throttled() ? 0 : 100) ||
         self.texts.is_throttled()) {
  }
}

}  // namespace smsflow
