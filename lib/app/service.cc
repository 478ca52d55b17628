#include "app/service.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "app/adopt.h"
#include "app/record_events.h"
#include "app/routes.h"
#include "app/which_log.h"
#include "app/writer.h"
#include "store/owner_lock.h"
#include "text/error.h"

namespace smsflow {
namespace {

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
        log(open_live_log({.path = options.log,
                           .writer = "serve",
                           .adopt = options.adopt,
                           .busy_ms = options.busy_ms},
                          config, clock.now())),
        owner(options.log, options.owner),
        alarm(warn),
        quarantine(options.log + ".quarantine"),
        capture(options.capture),
        dispatcher(*log, programs, carriers, clock, &receivers,
                   {.owner = owner.owner(),
                    .is_alive = [this](std::string_view other) { return owner.is_alive(other); },
                    .alarm = [this](const std::string& what) { alarm.raise(what); },
                    .catches_up = true,
                    .real_time = options.real_time}),
        writer(*log, programs, dispatcher, clock, alarm, quarantine,
               options.capture.empty() ? nullptr : &capture, options.busy_ms),
        routes(
            carriers, events, clock,
            [this](Arrived arrived) { writer.arrivals().add(std::move(arrived)); },
            [this] { return writer.arrivals().is_open(); }),
        server(options.listen, options.limits, [this](HttpRequest request, Responder responder) {
          routes.on_request(std::move(request), std::move(responder));
        }) {
    if (!options.capture.empty()) capture.open();
    writer.on_turn = [this] {
      tell_capped();
      tell_lost();
    };
  }

  const Config& config;
  const Clock& clock;
  ServiceOptions options;
  Carriers carriers;
  Receivers receivers;
  Programs programs;
  RecordEvents events;
  std::unique_ptr<Log> log;
  OwnerLock owner;
  Alarm alarm;
  RequestFile quarantine;
  RequestFile capture;
  Dispatcher dispatcher;
  Writer writer;
  std::map<std::string, Instant> told_capped;  // by number: until when
  std::int64_t told_lost = 0;
  std::exception_ptr failure;  // of the writer's thread, read once it has ended
  Routes routes;
  HttpServer server;

  void keep_revisions();
  void write();
  void tell_capped();
  void tell_lost();
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

// However it ends, nothing more is taken.
void Service::Impl::write() {
  try {
    writer.run();
  } catch (...) {
    failure = std::current_exception();
    writer.arrivals().give_up();
    server.stop();
  }
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
    const std::jthread writes([&self] { self.write(); });
    // However the server ends, the writer is told and waited for.
    struct Ending {
      Arrivals& arrivals;
      ~Ending() { arrivals.close(); }
    } ending{self.writer.arrivals()};
    self.server.stop_on_signals();
    self.server.run();
  }
  if (self.failure) std::rethrow_exception(self.failure);
}

}  // namespace smsflow
