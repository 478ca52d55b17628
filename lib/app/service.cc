#include "app/service.h"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <thread>

#include "app/adopt.h"
#include "app/committer.h"
#include "app/dispatch.h"
#include "app/record_events.h"
#include "app/routes.h"
#include "app/which_log.h"
#include "store/owner_lock.h"
#include "text/error.h"

namespace smsflow {
namespace {

constexpr int kDispatchWaitMs = 200;
constexpr auto kPauseAfterFault = std::chrono::seconds{1};
constexpr auto kAnswersWithoutLog = std::chrono::seconds{30};

void warn(const std::string& line) {
  fmt::print(stderr, "{}\n", line);
}

}  // namespace

struct Service::Impl {
  Impl(const Config& config_in, const Clock& clock_in, ServiceOptions options_in)
      : config(config_in),
        clock(clock_in),
        options(std::move(options_in)),
        carriers(config),
        receivers(config),
        programs(options.workflows, config),
        // Before anything is opened or made.
        events((programs.require_queues(), config), programs),
        dispatch_programs(options.workflows, config),
        log(open_live_log({.path = options.log,
                           .writer = "serve",
                           .adopt = options.adopt,
                           .busy_ms = options.busy_ms},
                          config, clock.now())),
        dispatch_log(
            open_log(options.log, {.writer = "serve-dispatch",
                                   .busy_ms = options.busy_ms,
                                   .mode = config.log_mode,
                                   .copies = options.adopt ? Copies::kAdopt : Copies::kRefuse})),
        owner(options.log, options.owner),
        alarm(warn),
        quarantine(options.log + ".quarantine"),
        capture(options.capture),
        committer(*log, programs, clock, alarm, quarantine,
                  options.capture.empty() ? nullptr : &capture),
        dispatcher(*dispatch_log, dispatch_programs, carriers, clock, &receivers,
                   {.owner = owner.owner(),
                    .is_alive = [this](std::string_view other) { return owner.is_alive(other); },
                    .alarm = [this](const std::string& what) { alarm.raise(what); },
                    .catches_up = true,
                    .real_time = options.real_time}),
        routes(
            carriers, events, clock, [this](Arrived arrived) { committer.add(std::move(arrived)); },
            [this] { return committer.is_healthy(); }),
        server(options.listen, options.limits, [this](HttpRequest request, Responder responder) {
          routes.on_request(std::move(request), std::move(responder));
        }) {
    if (!options.capture.empty()) capture.open();
    committer.on_commit = [this] { dispatcher.wake(); };
    committer.on_failure = [this](std::exception_ptr error) { fail(std::move(error)); };
  }

  const Config& config;
  const Clock& clock;
  ServiceOptions options;
  Carriers carriers;
  Receivers receivers;
  Programs programs;
  RecordEvents events;
  Programs dispatch_programs;
  std::unique_ptr<Log> log;
  std::unique_ptr<Log> dispatch_log;
  OwnerLock owner;
  Alarm alarm;
  RequestFile quarantine;
  RequestFile capture;
  Committer committer;
  Dispatcher dispatcher;
  std::map<std::string, Instant> told_capped;  // by number: until when
  std::int64_t told_lost = 0;
  std::optional<std::chrono::steady_clock::time_point> gone_since;  // the log

  std::atomic<bool> dispatching{true};
  std::mutex mutex;
  std::exception_ptr failure;
  Routes routes;
  HttpServer server;

  void keep_revisions();
  void dispatch_loop();
  bool turn(int wait_ms);
  void tell_capped();
  void tell_lost();
  void fail(std::exception_ptr error);
};

Service::Service(const Config& config, const Clock& clock, ServiceOptions options)
    : impl_(std::make_unique<Impl>(config, clock, std::move(options))) {}
Service::~Service() = default;
int Service::port() const {
  return impl_->server.port();
}
void Service::stop() {
  impl_->server.stop();
}

// A turn that failed has changed nothing: it is tried again, unless a commit is in doubt.
bool Service::Impl::turn(int wait_ms) {
  try {
    return dispatcher.turn(wait_ms);
  } catch (const LogGone& error) {
    // Who posts meanwhile is told that it was not taken (503), which ends the server at once.
    const auto now = std::chrono::steady_clock::now();
    if (!gone_since) gone_since = now;
    if (dispatcher.is_in_doubt() || now - *gone_since >= kAnswersWithoutLog) throw;
    alarm.raise(std::string("the outbox waits: ") + error.what());
    std::this_thread::sleep_for(std::chrono::milliseconds{wait_ms});
    return false;
  } catch (const std::exception& error) {
    if (dispatcher.is_in_doubt()) throw;
    alarm.raise(std::string("the outbox waits: ") + error.what());
  }
  std::this_thread::sleep_for(kPauseAfterFault);
  return true;
}

void Service::Impl::tell_capped() {
  for (const CappedNumber& capped : dispatcher.capped()) {
    Instant& told = told_capped[capped.number];
    if (capped.next <= told) continue;
    told = std::max(capped.next, clock.now() + std::chrono::hours{1});
    warn("smsflow: warning: " + in_words(capped));
  }
}

void Service::Impl::tell_lost() {
  const std::int64_t lost = dispatcher.counts().expired_unknown;
  if (lost == told_lost) return;
  alarm.raise(fmt::format("of {} texts nobody could say what became of them", lost - told_lost));
  told_lost = lost;
}

void Service::Impl::dispatch_loop() {
  try {
    while (dispatching) {
      turn(kDispatchWaitMs);
      tell_capped();
      tell_lost();
    }
    for (int i = 0; i < 100 && turn(50); ++i) {  // lets running requests end
    }
  } catch (...) {
    fail(std::current_exception());
  }
}

void Service::Impl::fail(std::exception_ptr error) {
  {
    const std::lock_guard lock(mutex);
    if (!failure) failure = std::move(error);
  }
  committer.give_up();
  server.stop();
}

void Service::Impl::keep_revisions() {
  for (;;) {
    try {
      const std::unique_ptr<Transaction> transaction = log->write(clock.now());
      programs.keep_revisions(*transaction);
      return transaction->commit();
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::kLocked) throw;
      alarm.raise(error.what());
    }
  }
}

void Service::run() {
  Impl& self = *impl_;
  if (self.options.adopt) adopt(*self.log, self.programs, self.carriers, self.clock.now());
  self.keep_revisions();
  {
    // However the server ends, both threads are told and waited for.
    std::jthread dispatcher([&self] { self.dispatch_loop(); });
    std::jthread committer([&self] { self.committer.run(); });
    struct Ending {
      Impl& self;
      std::jthread& committer;
      ~Ending() {
        self.committer.close();
        committer.join();
        self.dispatching = false;
        self.dispatcher.wake();
      }
    } ending{self, committer};
    self.server.stop_on_signals();
    self.server.run();
  }
  if (self.failure) std::rethrow_exception(self.failure);
}

}  // namespace smsflow
