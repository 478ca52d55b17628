#include "app/dispatch.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "app/claim.h"
#include "app/receive.h"
#include "app/throttle.h"

namespace smsflow {
namespace {

constexpr Duration kPostingDeadline = std::chrono::seconds{45};  // time-out, skew and a margin
constexpr Duration kBetweenLookups = std::chrono::seconds{60};
constexpr Duration kListLag = std::chrono::minutes{2};
constexpr int kLookupsForNotSent = 2;
constexpr int kMaxAttempts = 5;
constexpr int kTimersPerTurn = 200;
constexpr int kUnknownsPerTurn = 100;

// "send/PID": a row whose process is gone will not be posted by anybody any more.
bool is_alive(const std::string& owner) {
  const std::size_t slash = owner.rfind('/');
  if (slash == std::string::npos) return true;
  int pid = 0;
  std::from_chars(owner.data() + slash + 1, owner.data() + owner.size(), pid);
  return pid > 0 && (kill(pid, 0) == 0 || errno == EPERM);
}

Duration backoff(int attempt, const std::optional<Duration>& retry_after) {
  const Duration step = std::chrono::seconds{30} * (1 << std::min(attempt, 7));
  return retry_after ? std::max(*retry_after, Duration{1000}) : step;
}

}  // namespace

struct Dispatcher::Impl {
  Impl(Store& store_in, Programs& programs_in, Carriers& carriers_in, const Clock& clock_in,
       DispatchOptions options_in)
      : store(store_in),
        programs(programs_in),
        carriers(carriers_in),
        clock(clock_in),
        options(std::move(options_in)),
        http({.concurrency = options.concurrency}) {
    if (options.owner.empty()) options.owner = fmt::format("send/{}", getpid());
  }

  struct Running {
    Intent intent;
    OutboundMessage message;
    const Provider* provider = nullptr;
    bool is_lookup = false;
  };
  struct Sent {
    Intent intent;
    SendResult result;
  };

  Store& store;
  Programs& programs;
  Carriers& carriers;
  const Clock& clock;
  DispatchOptions options;
  HttpClient http;
  Throttle throttle;
  std::map<std::uint64_t, Running> running;
  std::vector<Sent> delivered;  // by providers without a network
  std::uint64_t next_tag = 1;
  bool throttled = false;  // something due waits for a bucket

  void settle(Transaction& log, const Intent& posted, const SendResult& result, Instant now,
              DispatchCounts& counts);
  void settle_lookup(Transaction& log, const Running& lookup, const HttpResult& answer, Instant now,
                     DispatchCounts& counts);
  int results(Transaction& log, std::vector<HttpResult>& finished, Instant now,
              DispatchCounts& counts);
  int timers(Transaction& log, Instant now);
  int stale_postings(Transaction& log, Instant now, DispatchCounts& counts);
  int unknowns(Transaction& log, Instant now, DispatchCounts& counts,
               std::vector<Running>& lookups);
  int claims(Transaction& log, Instant now, DispatchCounts& counts, std::vector<Running>& posts);
  int unreachable_channels(Transaction& log, Instant now, DispatchCounts& counts);
  void start(std::vector<Running> calls);
  bool is_running(const std::string& intent) const {
    return std::any_of(running.begin(), running.end(),
                       [&](const auto& entry) { return entry.second.intent.id == intent; });
  }
};

Dispatcher::Dispatcher(Store& store, Programs& programs, Carriers& carriers, const Clock& clock,
                       DispatchOptions options)
    : impl_(std::make_unique<Impl>(store, programs, carriers, clock, std::move(options))) {}
Dispatcher::~Dispatcher() = default;

void Dispatcher::wake() {
  impl_->http.wake();
}

void Dispatcher::Impl::settle(Transaction& log, const Intent& posted, const SendResult& result,
                              Instant now, DispatchCounts& counts) {
  Intent next = posted;
  next.detail = result.detail;
  next.error = result.error;
  switch (result.outcome) {
    case SendOutcome::kAccepted:
      next.state = IntentState::kAccepted;
      next.provider_id = result.provider_id;
      next.accepted_at = now;
      counts.accepted += 1;
      break;
    case SendOutcome::kRejected:
      next.state = IntentState::kRejected;
      counts.rejected += 1;
      break;
    case SendOutcome::kNotSent:
      if (next.attempt >= kMaxAttempts) {
        next.state = IntentState::kRejected;
        next.detail += "; given up after " + std::to_string(next.attempt) + " attempts";
        counts.rejected += 1;
      } else {
        next.state = IntentState::kPlanned;
        next.due = now + backoff(next.attempt, result.retry_after);
        counts.not_sent += 1;
      }
      break;
    case SendOutcome::kUnknown:
      next.state = IntentState::kUnknown;
      counts.unknown += 1;
      break;
  }
  move_intent(log, programs, next, result.detail, now);
  if (next.state != IntentState::kAccepted || next.provider_id.empty()) return;
  for (const DeliveryReceipt& early : log.orphan_receipts(next.provider, next.provider_id)) {
    Intent known = log.intent(next.id).value_or(next);
    known.status = join(known.status, early.status);
    known.state = early.status == DeliveryStatus::kDelivered ? IntentState::kDelivered
                  : is_final(early.status)                   ? IntentState::kUndelivered
                  : early.status == DeliveryStatus::kSent    ? IntentState::kSent
                                                             : known.state;
    if (is_final(early.status)) known.error = early.error;
    move_intent(log, programs, known, "carrier, before its own answer: " + early.raw_status, now);
  }
}

void Dispatcher::Impl::settle_lookup(Transaction& log, const Running& lookup,
                                     const HttpResult& answer, Instant now,
                                     DispatchCounts& counts) {
  const Instant posted_at = options.real_time && lookup.intent.deadline
                                ? *lookup.intent.deadline - kPostingDeadline
                                : Instant{};
  const FindResult found = lookup.provider->read_find(answer, lookup.message, posted_at);
  Intent next = lookup.intent;
  switch (found.answer) {
    case FindResult::Answer::kFound:
      if (const auto other = log.intent_by_provider_id(next.provider, found.provider_id);
          other && other->id != next.id) {
        return;  // that one is another intent's text
      }
      next.state = IntentState::kAccepted;
      next.provider_id = found.provider_id;
      next.accepted_at = now;
      if (move_intent(log, programs, next, "found at the carrier", now)) counts.settled += 1;
      return;
    case FindResult::Answer::kNotSeen: {
      next.lookups += 1;
      const Instant posted = next.deadline ? *next.deadline - kPostingDeadline : next.due;
      const bool proven = next.lookups >= kLookupsForNotSent && now - posted >= kListLag;
      next.state = proven ? IntentState::kPlanned : IntentState::kUnknown;
      if (proven) {
        next.lookups = 0;
        next.due = now;
        counts.settled += 1;
      }
      move_intent(log, programs, next,
                  proven ? "the carrier's list never showed it: not sent" : "not in the list yet",
                  now);
      return;
    }
    case FindResult::Answer::kNoAnswer:
      next.detail = "find: " + found.detail;
      move_intent(log, programs, next, "the carrier could not be asked: " + found.detail, now);
      return;
  }
}

int Dispatcher::Impl::results(Transaction& log, std::vector<HttpResult>& finished, Instant now,
                              DispatchCounts& counts) {
  int done = 0;
  for (const HttpResult& answer : finished) {
    const auto found = running.find(answer.tag);
    if (found == running.end()) continue;
    if (found->second.is_lookup) {
      settle_lookup(log, found->second, answer, now, counts);
    } else {
      settle(log, found->second.intent, found->second.provider->read_send(answer), now, counts);
    }
    running.erase(found);
    ++done;
  }
  for (const Sent& sent : delivered) settle(log, sent.intent, sent.result, now, counts);
  done += static_cast<int>(delivered.size());
  delivered.clear();
  return done;
}

int Dispatcher::Impl::timers(Transaction& log, Instant now) {
  const std::vector<Timer> due = log.due_timers(now, kTimersPerTurn);
  for (const Timer& timer : due) receive(log, programs, timer, now);
  return static_cast<int>(due.size());
}

// What a dead or hanging process was about to post may have left: it is unknown now.
int Dispatcher::Impl::stale_postings(Transaction& log, Instant now, DispatchCounts& counts) {
  int done = 0;
  for (Intent& intent : log.posting_intents(Instant::max())) {
    if (intent.owner == options.owner) continue;
    const bool overdue = intent.deadline && *intent.deadline < now;
    if (!overdue && is_alive(intent.owner)) continue;
    intent.state = IntentState::kUnknown;
    if (move_intent(log, programs, intent, "its process ended before an answer came", now)) {
      counts.unknown += 1;
      ++done;
    }
  }
  return done;
}

int Dispatcher::Impl::unknowns(Transaction& log, Instant now, DispatchCounts& counts,
                               std::vector<Running>& lookups) {
  int done = 0;
  for (Intent& intent : log.unknown_intents(kUnknownsPerTurn)) {
    if (is_running(intent.id)) continue;
    const Instant posted = intent.deadline ? *intent.deadline - kPostingDeadline : intent.due;
    if (now - posted > carriers.config().unknown_window) {
      intent.state = IntentState::kExpiredUnknown;
      if (move_intent(log, programs, intent, "nobody could say what became of it", now)) {
        counts.expired_unknown += 1;
        ++done;
      }
      continue;
    }
    const bool asked_before = intent.lookups > 0 || intent.detail.starts_with("find:");
    if (asked_before && now - intent.changed_at < kBetweenLookups) continue;
    const Provider* provider = carriers.find(intent.provider);
    if (!provider) continue;
    OutboundMessage message{.intent = intent.id,
                            .to = intent.to,
                            .from = {intent.sender},
                            .text = intent.sent_text,
                            .status_url = {}};
    const Instant since = options.real_time ? posted : Instant{};
    if (!provider->find_call(message, since)) continue;
    lookups.push_back({intent, std::move(message), provider, true});
  }
  return done;
}

int Dispatcher::Impl::claims(Transaction& log, Instant now, DispatchCounts& counts,
                             std::vector<Running>& posts) {
  const int room = options.concurrency - static_cast<int>(running.size());
  if (room <= 0) return 0;
  throttled = false;
  int done = 0;
  for (const Intent& intent : log.due_intents(Channel::kSms, now, room * 4)) {
    if (static_cast<int>(posts.size()) >= room) break;
    Claim claim = judge(log, programs, carriers, intent, now);
    if (claim.message) {
      const double rate = options.real_time ? claim.sender->segments_per_second : 0;
      const int cap = claim.sender->daily_cap;
      const bool capped =
          cap > 0 && log.segments_since(claim.next.sender, now - std::chrono::hours{24}) +
                             claim.next.segments >
                         cap;
      if (capped || !throttle.take(claim.next.sender, rate, claim.next.segments,
                                   Throttle::Moment::clock::now())) {
        throttled = throttled || !capped;
        continue;
      }
      claim.next.owner = options.owner;
      claim.next.deadline = now + kPostingDeadline;
    }
    if (!move_intent(log, programs, claim.next, claim.reason, now)) continue;
    ++done;
    if (claim.message) {
      claim.next.changed_at = now;
      posts.push_back({claim.next, *std::move(claim.message), claim.provider, false});
    } else if (claim.next.state == IntentState::kPlanned) {
      counts.deferred += 1;
    } else {
      (claim.next.state == IntentState::kExpired ? counts.expired : counts.suppressed) += 1;
      counts.blocked[std::string(name(claim.next.block))] += 1;
    }
  }
  return done;
}

int Dispatcher::Impl::unreachable_channels(Transaction& log, Instant now, DispatchCounts& counts) {
  int done = 0;
  for (Channel channel : {Channel::kHook, Channel::kMail}) {
    for (Intent& intent : log.due_intents(channel, now, kTimersPerTurn)) {
      intent.state = IntentState::kSuppressed;
      intent.block = BlockReason::kNoSender;
      if (!move_intent(log, programs, intent,
                       fmt::format("no {} endpoint is configured", name(channel)), now)) {
        continue;
      }
      counts.blocked[std::string(name(BlockReason::kNoSender))] += 1;
      ++done;
    }
  }
  return done;
}

void Dispatcher::Impl::start(std::vector<Running> calls) {
  for (Running& call : calls) {
    std::optional<HttpCall> request;
    if (call.is_lookup) {
      const Instant posted = options.real_time && call.intent.deadline
                                 ? *call.intent.deadline - kPostingDeadline
                                 : Instant{};
      request = call.provider->find_call(call.message, posted);
    } else {
      request = call.provider->send_call(call.message);
    }
    if (!request) {
      delivered.push_back({std::move(call.intent), call.provider->deliver(call.message)});
      continue;
    }
    const std::uint64_t tag = next_tag++;
    http.add(*std::move(request), tag);
    running.emplace(tag, std::move(call));
  }
}

bool Dispatcher::turn(int wait_ms) {
  Impl& self = *impl_;
  std::vector<HttpResult> finished;
  if (self.delivered.empty() && (wait_ms > 0 || !self.running.empty())) {
    finished = self.http.poll(wait_ms);
  }
  const Instant now = self.clock.now();
  std::vector<Impl::Running> calls;
  int done = 0;
  {
    const std::unique_ptr<Transaction> log = self.store.begin(now);
    done += self.results(*log, finished, now, counts_);
    done += self.timers(*log, now);
    done += self.stale_postings(*log, now, counts_);
    done += self.unknowns(*log, now, counts_, calls);
    done += self.claims(*log, now, counts_, calls);
    done += self.unreachable_channels(*log, now, counts_);
    if (done > 0) log->commit();
  }
  const bool started = !calls.empty();
  self.start(std::move(calls));
  return done > 0 || started || !self.running.empty() || !self.delivered.empty();
}

void Dispatcher::run_until_idle() {
  while (turn(impl_->running.empty() && !impl_->throttled ? 0 : 100) || impl_->throttled) {
  }
}

}  // namespace smsflow
