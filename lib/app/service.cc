#include "app/service.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "app/adopt.h"
#include "app/record_events.h"
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
        server(options.listen, options.limits, [this](HttpRequest request, Responder responder) {
          on_request(std::move(request), std::move(responder));
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
  std::exception_ptr failure;  // of the writer's thread, to be read when that has ended
  HttpServer server;

  void on_request(HttpRequest request, Responder responder);
  void on_webhook(const Provider& provider, std::string route, HttpRequest request,
                  Responder responder);
  void on_event(std::string_view workflow, HttpRequest request, Responder responder);
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

void Service::Impl::on_request(HttpRequest request, Responder responder) {
  const std::string path(split_target(request.target).path);
  if (path == "/healthz") return responder.answer(plain_answer(200, "ok\n"));
  if (path == "/readyz") {
    return responder.answer(writer.arrivals().is_open()
                                ? plain_answer(200, "ready\n")
                                : plain_answer(503, "the log is in doubt\n"));
  }
  if (const auto workflow = RecordEvents::workflow_of(path)) {
    return on_event(*workflow, std::move(request), std::move(responder));
  }
  for (const auto& [name, provider] : carriers.all()) {
    std::string route = provider->route(path);
    if (route.empty()) continue;
    return on_webhook(*provider, std::move(route), std::move(request), std::move(responder));
  }
  responder.answer(plain_answer(404, "no such path\n"));
}

void Service::Impl::on_webhook(const Provider& provider, std::string route, HttpRequest request,
                               Responder responder) {
  if (request.method != "POST" && request.method != "GET") {
    return responder.answer(plain_answer(405, "POST or GET\n"));
  }
  std::string url = provider.setup().public_url;
  while (url.ends_with('/')) url.pop_back();
  url += request.target;
  Verification verification = provider.verify(request, url, clock.now());
  if (!verification.request) {
    fmt::print(stderr, "smsflow: warning: rejected a request to {}: {}\n", route,
               verification.reason);
    return responder.answer(plain_answer(403, "not authentic\n"));
  }
  Parsed parsed = provider.parse(*verification.request, route);
  if (const auto* unreadable = std::get_if<Unreadable>(&parsed)) {
    fmt::print(stderr, "smsflow: warning: an authentic {} request says nothing: {}\n", route,
               unreadable->fault);
    return responder.answer(plain_answer(400, "cannot be read\n"));
  }
  auto* inbound = std::get_if<InboundMessage>(&parsed);
  writer.arrivals().add(
      {&provider,
       std::move(request),
       std::move(url),
       inbound ? News(std::move(*inbound)) : News(std::get<DeliveryReceipt>(std::move(parsed))),
       std::move(responder),
       provider.acknowledgement(),
       {}});
}

void Service::Impl::on_event(std::string_view workflow, HttpRequest request, Responder responder) {
  std::variant<PostedRecord, RefusedEvent> read = events.read(workflow, request, clock.now());
  if (const auto* refused = std::get_if<RefusedEvent>(&read)) {
    fmt::print(stderr, "smsflow: warning: refused an event with {}: {}\n", refused->status,
               refused->code);
    return responder.answer(plain_answer(refused->status, refused->reason + "\n"));
  }
  std::string url = request.target;
  writer.arrivals().add({nullptr,
                         std::move(request),
                         std::move(url),
                         std::get<PostedRecord>(std::move(read)),
                         std::move(responder),
                         {},
                         {}});
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
