#include "app/dispatch.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

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
  Impl(Store& store_in, Programs& programs_in, Carriers& carriers_in, const Clock& clock_in,
       DispatchOptions options_in)
      : store(store_in),
        programs(programs_in),
        clock(clock_in),
        options(std::move(options_in)),
        wire{.client = HttpClient({.concurrency = options.concurrency})},
        texts(carriers_in, options, wire) {
    if (options.owner.empty()) options.owner = fmt::format("send/{}", getpid());
  }

  Store& store;
  Programs& programs;
  const Clock& clock;
  DispatchOptions options;
  Wire wire;
  TextOutbox texts;

  int timers(Round& round);
  int stale_postings(Round& round);
  int unreachable_channels(Round& round);
};

Dispatcher::Dispatcher(Store& store, Programs& programs, Carriers& carriers, const Clock& clock,
                       DispatchOptions options)
    : impl_(std::make_unique<Impl>(store, programs, carriers, clock, std::move(options))) {}
Dispatcher::~Dispatcher() = default;

void Dispatcher::wake() {
  impl_->wire.client.wake();
}

int Dispatcher::Impl::timers(Round& round) {
  const std::vector<Timer> due = round.log.due_timers(round.now, kRowsPerTurn);
  for (const Timer& timer : due) receive(round.log, round.programs, timer, round.now);
  return static_cast<int>(due.size());
}

// What a dead or hanging process was about to post may have left: it is unknown now.
int Dispatcher::Impl::stale_postings(Round& round) {
  int done = 0;
  for (Intent& intent : round.log.posting_intents(Instant::max())) {
    if (intent.owner == options.owner) continue;
    const bool overdue = intent.deadline && *intent.deadline < round.now;
    if (!overdue && is_alive(intent.owner)) continue;
    intent.state = IntentState::kUnknown;
    if (move_intent(round.log, round.programs, intent, "its process ended before an answer came",
                    round.now)) {
      round.counts.unknown += 1;
      ++done;
    }
  }
  return done;
}

int Dispatcher::Impl::unreachable_channels(Round& round) {
  int done = 0;
  for (Channel channel : {Channel::kHook, Channel::kMail}) {
    for (Intent& intent : round.log.due_intents(channel, round.now, kRowsPerTurn)) {
      intent.state = IntentState::kSuppressed;
      intent.block = BlockReason::kNoSender;
      if (!move_intent(round.log, round.programs, intent,
                       fmt::format("no {} endpoint is configured", name(channel)), round.now)) {
        continue;
      }
      round.counts.blocked[std::string(name(BlockReason::kNoSender))] += 1;
      ++done;
    }
  }
  return done;
}

bool Dispatcher::turn(int wait_ms) {
  Impl& self = *impl_;
  std::vector<HttpResult> finished;
  if (!self.texts.has_delivered() && (wait_ms > 0 || self.texts.is_busy())) {
    finished = self.wire.client.poll(wait_ms);
  }
  const Instant now = self.clock.now();
  int done = 0;
  {
    const std::unique_ptr<Transaction> log = self.store.begin(now);
    Round round{*log, self.programs, now, counts_};
    for (const HttpResult& answer : finished) done += self.texts.settle(round, answer) ? 1 : 0;
    done += self.texts.settle_delivered(round);
    done += self.timers(round);
    done += self.stale_postings(round);
    done += self.texts.look_up(round);
    done += self.texts.claim(round);
    done += self.unreachable_channels(round);
    if (done > 0) log->commit();
  }
  const bool started = self.texts.has_calls();
  self.texts.start();
  return done > 0 || started || self.texts.is_busy();
}

void Dispatcher::run_until_idle() {
  const TextOutbox& texts = impl_->texts;
  while (turn(!texts.is_busy() && !texts.is_throttled() ? 0 : 100) || texts.is_throttled()) {
  }
}

}  // namespace smsflow
