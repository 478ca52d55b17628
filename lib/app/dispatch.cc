#include "app/dispatch.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

#include "app/catch_up.h"
#include "app/held.h"
#include "app/hook_outbox.h"
#include "app/mail_outbox.h"
#include "app/receive.h"
#include "app/text_outbox.h"

namespace smsflow {
namespace {

// "send/PID": a row whose process is gone will not be posted by anybody any more.
bool is_alive(const std::string& owner) {
  const std::size_t slash = owner.rfind('/');
  if (slash == std::string::npos) return true;
  int pid = 0;
  std::from_chars(owner.data() + slash + 1, owner.data() + owner.size(), pid);
  return pid > 0 && (kill(pid, 0) == 0 || errno == EPERM);
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
        wire{.client = HttpClient({.concurrency = options.concurrency + kHooksAtOnce})},
        texts(carriers_in, options, wire),
        hooks(receivers, options, wire),
        mails(receivers, carriers_in, options, [this] { wire.client.wake(); }),
        catch_up(carriers_in, wire) {
    if (options.owner.empty()) options.owner = fmt::format("send/{}", getpid());
  }

  Log& store;
  Programs& programs;
  const Clock& clock;
  DispatchOptions options;
  Wire wire;
  TextOutbox texts;
  HookOutbox hooks;
  MailOutbox mails;
  HeldTexts held;
  CatchUp catch_up;

  int timers(Round& round);
  int stale_postings(Round& round);
  bool is_busy() const { return texts.is_busy() || hooks.is_busy() || mails.is_busy(); }
};

Dispatcher::Dispatcher(Log& store, Programs& programs, Carriers& carriers, const Clock& clock,
                       const Receivers* receivers, DispatchOptions options)
    : impl_(std::make_unique<Impl>(store, programs, carriers, clock, receivers,
                                   std::move(options))) {}
Dispatcher::~Dispatcher() = default;

void Dispatcher::wake() {
  impl_->wire.client.wake();
}

int Dispatcher::Impl::timers(Round& round) {
  const std::vector<Timer> due = round.log.due_timers(round.now, kRowsPerTurn);
  for (const Timer& timer : due) receive(round.log, round.programs, timer, round.now);
  return static_cast<int>(due.size());
}

// What a dead or hanging process was about to post may have left: a text is unknown now, a hook
// goes out again.
int Dispatcher::Impl::stale_postings(Round& round) {
  int done = 0;
  for (Intent& intent : round.log.posting_intents(Instant::max())) {
    if (intent.owner == options.owner) continue;
    const bool overdue = intent.deadline && *intent.deadline < round.now;
    if (!overdue && is_alive(intent.owner)) continue;
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
  return done;
}

bool Dispatcher::turn(int wait_ms) {
  Impl& self = *impl_;
  std::vector<HttpResult> finished;
  if (!self.texts.has_delivered() && (wait_ms > 0 || self.is_busy())) {
    finished = self.wire.client.poll(wait_ms);
  }
  const Instant now = self.clock.now();
  int done = 0;
  {
    const std::unique_ptr<Transaction> log = self.store.write(now);
    Round round{*log, self.programs, now, counts_};
    for (const HttpResult& answer : finished) {
      done += self.texts.settle(round, answer) || self.hooks.settle(round, answer) ||
                      self.catch_up.settle(round, answer)
                  ? 1
                  : 0;
    }
    done += self.texts.settle_delivered(round);
    done += self.mails.settle(round);
    if (self.options.catches_up) done += self.catch_up.walk(round);
    done += self.timers(round);
    done += self.stale_postings(round);
    done += self.texts.look_up(round);
    done += self.held.release(round, self.options.real_time);
    done += self.texts.claim(round);
    done += self.hooks.claim(round);
    done += self.mails.claim(round);
    if (done > 0) log->commit();
  }
  const bool started = self.texts.has_calls() || self.hooks.has_calls() || self.mails.has_calls();
  self.catch_up.start();
  self.texts.start();
  self.hooks.start();
  self.mails.start();
  return done > 0 || started || self.is_busy() || self.held.is_walking();
}

void Dispatcher::run_until_idle() {
  const Impl& self = *impl_;
  while (turn(!self.is_busy() && !self.texts.is_throttled() ? 0 : 100) ||
         self.texts.is_throttled()) {
  }
}

}  // namespace smsflow
