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

using Steady = std::chrono::steady_clock;

constexpr Duration kSetAsideFor = std::chrono::minutes{10};
constexpr std::chrono::milliseconds kPauseAfterRow{20};
constexpr std::chrono::milliseconds kPauseAfterFault{1'000};
constexpr std::chrono::milliseconds kLongestQuiet{1'000};
constexpr std::chrono::milliseconds kLookAgain{200};  // at what is due and cannot leave
constexpr Duration kBetweenOpen = std::chrono::seconds{1};

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
  DispatchCounts before;  // this turn's work
  std::string row;        // that was in work
  Instant worked_at;
  bool is_cut = false;  // it ended early
  bool in_doubt = false;
  Steady::time_point rests_until;  // after a fault
  Steady::time_point quiet_until;  // until then nothing is due that could leave
  Instant next_open;               // look at what is on its way or unknown
  std::int64_t unknown_seen = 0;   // the count of them
  std::int64_t version_seen = 0;   // of the log: by has_work(), and by the last work()
  std::int64_t version_worked = -1;

  std::unique_ptr<Transaction> begin();
  int work(Round& round);
  int open_rows(Round& round);
  void rest(Round& round, int done);
  bool is_changed_by_others();
  int timers(Round& round);
  int stale_postings(Round& round);
  bool is_stale(const Intent& intent, Instant now) const;
  bool put_aside();
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

std::unique_ptr<Transaction> Dispatcher::Impl::begin() {
  try {
    return store.write(clock.now());
  } catch (const LogGone&) {
    throw;  // nothing was begun, and nothing is in doubt
  } catch (const Error& error) {
    in_doubt = error.kind() != ErrorKind::kLocked;
    throw;
  }
}

int Dispatcher::Impl::timers(Round& round) {
  const Slice slice = round.slice.half();
  int done = 0;
  for (const Timer& timer : round.log.due_timers(round.now, kRowsPerTurn)) {
    if (round.skips(timer.id)) continue;
    if (slice.is_over() && done > 0) break;
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
      done += hooks.take_back(round, intent) ? 1 : 0;
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

// A look costs what they are many: without news of them once in a while is enough.
int Dispatcher::Impl::open_rows(Round& round) {
  const bool news = round.counts.unknown != unknown_seen || lookups.has_settled();
  const Duration left = next_open - round.now;
  if (options.real_time && !news && left > Duration{0} && left <= kBetweenOpen) return 0;
  next_open = round.now + kBetweenOpen;
  const int done = stale_postings(round) + lookups.begin(round);
  unknown_seen = round.counts.unknown;
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
  done += open_rows(round);
  done += held.release(round, options.real_time);
  done += texts.claim(round);
  done += hooks.claim(round);
  done += mails.claim(round);
  return done;
}

// When it is worth another look, whatever else happens.
void Dispatcher::Impl::rest(Round& round, int done) {
  const Steady::time_point moment = Steady::now();
  is_cut = round.slice.is_over() || held.is_walking() || texts.is_walking();
  quiet_until = moment;
  if (is_cut) return;
  const std::optional<Instant> due = round.log.next_due();
  if (!due || *due > round.now) {
    quiet_until += due ? std::min<Duration>(*due - round.now, kLongestQuiet) : kLongestQuiet;
  } else if (done == 0 || !texts.may_claim_more()) {
    quiet_until += kLookAgain;
  }
  if (texts.next_look() > moment) quiet_until = std::min(quiet_until, texts.next_look());
}

bool Dispatcher::Impl::is_changed_by_others() {
  try {
    version_seen = store.version();
  } catch (const Error&) {
    return true;  // what is wrong is told to who begins a transaction
  }
  return version_seen != version_worked;
}

// True when a row is to blame: then the others go on without it.
bool Dispatcher::Impl::put_aside() {
  const std::string fault = row.empty() ? "" : fault_of_row(std::current_exception());
  if (fault.empty()) return false;
  std::erase_if(set_aside, [this](const auto& entry) { return entry.second <= worked_at; });
  set_aside[row] = worked_at + kSetAsideFor;
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
  next_open = {};
  quiet_until = {};
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

void Dispatcher::collect(int wait_ms) {
  Impl& self = *impl_;
  const auto quiet = std::chrono::ceil<std::chrono::milliseconds>(
      std::max(self.quiet_until, self.rests_until) - Steady::now());
  wait_ms = static_cast<int>(std::clamp<std::int64_t>(quiet.count(), 0, wait_ms));
  if (self.texts.has_delivered()) wait_ms = 0;
  if (wait_ms == 0 && !self.is_busy()) return;
  for (HttpResult& answer : self.wire.client.poll(wait_ms)) {
    self.finished.push_back(std::move(answer));
  }
  self.mails.collect();
}

bool Dispatcher::has_work() {
  Impl& self = *impl_;
  return !self.finished.empty() || self.texts.has_delivered() || self.mails.has_results() ||
         Steady::now() >= self.quiet_until || self.is_changed_by_others();
}

bool Dispatcher::is_busy() const {
  return impl_->is_busy();
}

int Dispatcher::work(Transaction& log, std::chrono::milliseconds share) {
  Impl& self = *impl_;
  self.worked_at = log.at();
  self.before = counts_;
  self.version_worked = self.version_seen;
  Round round{.log = log,
              .programs = self.programs,
              .now = self.worked_at,
              .counts = counts_,
              .set_aside = self.set_aside,
              .slice = self.options.real_time ? Slice(share) : Slice()};
  try {
    const int done = self.work(round);
    self.rest(round, done);
    return done;
  } catch (...) {
    self.row = round.at;
    throw;
  }
}

bool Dispatcher::undo() {
  impl_->roll_back();
  counts_ = impl_->before;
  const bool of_row = impl_->put_aside();
  impl_->rests_until = Steady::now() + (of_row ? kPauseAfterRow : kPauseAfterFault);
  if (of_row) counts_.set_aside += 1;
  return of_row;
}

bool Dispatcher::rests() const {
  return Steady::now() < impl_->rests_until;
}

bool Dispatcher::start() {
  return impl_->start();
}

bool Dispatcher::turn(int wait_ms) {
  Impl& self = *impl_;
  collect(wait_ms);
  int done = 0;
  std::unique_ptr<Transaction> log = self.begin();
  try {
    done = work(*log, kTurnAtLog);
  } catch (...) {
    if (undo()) return true;
    throw;
  }
  if (done > 0) {
    self.in_doubt = true;
    log->commit();
    self.in_doubt = false;
  }
  log.reset();
  return start() || done > 0 || is_busy() || self.is_cut;
}

void Dispatcher::run_until_idle() {
  const Impl& self = *impl_;
  while (turn(!self.is_busy() && !self.texts.is_throttled() ? 0 : 100) ||
         self.texts.is_throttled()) {
  }
}

}  // namespace smsflow
