#include "app/service.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <cerrno>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/adopt.h"
#include "app/capture.h"
#include "app/dispatch.h"
#include "app/receive.h"
#include "app/record_events.h"
#include "app/which_log.h"
#include "text/error.h"

namespace smsflow {
namespace {

constexpr std::size_t kMaxQueued = 10'000;  // beyond it: 503, the carrier tries again
constexpr std::size_t kMaxBatch = 512;      // requests in one transaction
constexpr int kDispatchWaitMs = 200;

using News = std::variant<InboundMessage, DeliveryReceipt, PostedRecord>;

// `answer` is sent after the commit.
struct Arrived {
  const Provider* provider = nullptr;  // null: of a business system
  HttpRequest request;
  std::string url;
  News news;
  Responder responder;
  HttpAnswer answer;
};

HttpAnswer plain(int status, std::string body) {
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(body)};
}

int open_capture(const std::string& path) {
  if (path.empty()) return -1;
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) throw Error(ErrorKind::kOutside, "cannot open the capture file", path);
  return descriptor;
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
        events(config, programs),
        dispatch_programs(options.workflows, config),
        log(open_live_log({.path = options.log, .writer = "serve", .adopt = options.adopt}, config,
                          clock.now())),
        dispatch_log(
            open_log(options.log, {.writer = "serve-dispatch",
                                   .mode = config.log_mode,
                                   .copies = options.adopt ? Copies::kAdopt : Copies::kRefuse})),
        capture(open_capture(options.capture)),
        dispatcher(*dispatch_log, dispatch_programs, carriers, clock, &receivers,
                   {.owner = fmt::format("serve/{}", getpid()),
                    .catches_up = options.real_time,
                    .real_time = options.real_time}),
        server(options.listen, options.limits, [this](HttpRequest request, Responder responder) {
          on_request(std::move(request), std::move(responder));
        }) {}
  ~Impl() {
    if (capture >= 0) close(capture);
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
  int capture;
  Dispatcher dispatcher;

  std::mutex mutex;
  std::condition_variable arrival;
  std::vector<Arrived> queue;
  bool closing = false;
  std::atomic<bool> healthy{true};
  std::atomic<bool> dispatching{true};
  std::exception_ptr failure;
  HttpServer server;

  void on_request(HttpRequest request, Responder responder);
  void on_webhook(const Provider& provider, std::string route, HttpRequest request,
                  Responder responder);
  void on_event(std::string_view workflow, const HttpRequest& request, Responder responder);
  void enqueue(Arrived arrived);
  void commit_loop();
  void commit_batch(std::vector<Arrived>& batch);
  HttpAnswer refuse_renamed(const PostedRecord& posted, std::string_view other);
  void write_capture(const std::vector<Arrived>& batch) const;
  void dispatch_loop();
  void fail(std::exception_ptr error);
};

Service::Service(const Config& config, const Clock& clock, ServiceOptions options)
    : impl_(std::make_unique<Impl>(config, clock, std::move(options))) {}
Service::~Service() = default;
int Service::port() const {
  return impl_->server.port();
}

void Service::Impl::on_request(HttpRequest request, Responder responder) {
  const std::string path(split_target(request.target).path);
  if (path == "/healthz") return responder.answer(plain(200, "ok\n"));
  if (path == "/readyz") {
    return responder.answer(healthy ? plain(200, "ready\n") : plain(503, "the log is in doubt\n"));
  }
  if (const auto workflow = RecordEvents::workflow_of(path)) {
    return on_event(*workflow, request, std::move(responder));
  }
  for (const auto& [name, provider] : carriers.all()) {
    std::string route = provider->route(path);
    if (route.empty()) continue;
    return on_webhook(*provider, std::move(route), std::move(request), std::move(responder));
  }
  responder.answer(plain(404, "no such path\n"));
}

void Service::Impl::on_webhook(const Provider& provider, std::string route, HttpRequest request,
                               Responder responder) {
  if (request.method != "POST" && request.method != "GET") {
    return responder.answer(plain(405, "POST or GET\n"));
  }
  std::string url = provider.setup().public_url;
  while (url.ends_with('/')) url.pop_back();
  url += request.target;
  Verification verification = provider.verify(request, url, clock.now());
  if (!verification.request) {
    fmt::print(stderr, "smsflow: warning: rejected a request to {}: {}\n", route,
               verification.reason);
    return responder.answer(plain(403, "not authentic\n"));
  }
  Parsed parsed = provider.parse(*verification.request, route);
  if (const auto* unreadable = std::get_if<Unreadable>(&parsed)) {
    fmt::print(stderr, "smsflow: warning: an authentic {} request says nothing: {}\n", route,
               unreadable->fault);
    return responder.answer(plain(400, "cannot be read\n"));
  }
  auto* inbound = std::get_if<InboundMessage>(&parsed);
  enqueue({&provider, std::move(request), std::move(url),
           inbound ? News(std::move(*inbound)) : News(std::get<DeliveryReceipt>(std::move(parsed))),
           std::move(responder), provider.acknowledgement()});
}

void Service::Impl::on_event(std::string_view workflow, const HttpRequest& request,
                             Responder responder) {
  std::variant<PostedRecord, RefusedEvent> read = events.read(workflow, request, clock.now());
  if (const auto* refused = std::get_if<RefusedEvent>(&read)) {
    fmt::print(stderr, "smsflow: warning: refused an event with {}: {}\n", refused->status,
               refused->code);
    return responder.answer(plain(refused->status, refused->reason + "\n"));
  }
  enqueue({nullptr, {}, {}, std::get<PostedRecord>(std::move(read)), std::move(responder), {}});
}

void Service::Impl::enqueue(Arrived arrived) {
  const std::lock_guard lock(mutex);
  if (queue.size() >= kMaxQueued || closing || !healthy) {
    return arrived.responder.answer(plain(503, "busy\n"));
  }
  queue.push_back(std::move(arrived));
  if (queue.size() == 1) arrival.notify_one();
}

void Service::Impl::write_capture(const std::vector<Arrived>& batch) const {
  std::string lines;
  for (const Arrived& arrived : batch) {
    const auto* inbound = std::get_if<InboundMessage>(&arrived.news);
    const auto* receipt = std::get_if<DeliveryReceipt>(&arrived.news);
    if (arrived.provider == nullptr || (inbound == nullptr && receipt == nullptr)) continue;
    CapturedRequest captured{.id = inbound ? inbound->id : receipt->event_key,
                             .received_at = inbound ? inbound->received_at : receipt->received_at,
                             .provider = arrived.provider->setup().kind,
                             .scheme = {},
                             .url = arrived.url,
                             .request = arrived.request};
    lines += to_line(captured) + "\n";
  }
  for (std::size_t at = 0; at < lines.size();) {
    const ssize_t written = write(capture, lines.data() + at, lines.size() - at);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw Error(ErrorKind::kOutside, "cannot write the capture", options.capture);
    at += static_cast<std::size_t>(written);
  }
}

HttpAnswer Service::Impl::refuse_renamed(const PostedRecord& posted, std::string_view other) {
  const Error error = would_ask_again(*programs.find(posted.record.workflow), other);
  fmt::print(stderr, "smsflow: error: {}\nsmsflow: hint: {}\n", error.what(), error.hint());
  return plain(409, fmt::format("{}\n", error.what()));
}

void Service::Impl::commit_batch(std::vector<Arrived>& batch) {
  const Instant now = clock.now();
  const std::unique_ptr<Transaction> transaction = log->write(now);
  bool news = false;
  for (Arrived& arrived : batch) {
    Received received;
    if (const auto* inbound = std::get_if<InboundMessage>(&arrived.news)) {
      received = receive(*transaction, programs, *inbound, arrived.request.body, now);
    } else if (const auto* receipt = std::get_if<DeliveryReceipt>(&arrived.news)) {
      received = receive(*transaction, programs, *receipt, now);
    } else if (const auto* posted = std::get_if<PostedRecord>(&arrived.news)) {
      received = receive(*transaction, programs, *posted, now);
      arrived.answer = plain(200, fmt::format("{}: {}\n", received.handled, received.reason));
      if (received.handled == kRenamed) arrived.answer = refuse_renamed(*posted, received.reason);
    }
    news = news || !received.repeat;
  }
  if (capture >= 0) write_capture(batch);
  if (news) transaction->commit();
}

void Service::Impl::commit_loop() {
  std::vector<Arrived> batch;
  for (;;) {
    {
      std::unique_lock lock(mutex);
      arrival.wait(lock, [this] { return closing || !queue.empty(); });
      if (queue.empty()) return;
      if (queue.size() <= kMaxBatch) {
        batch.swap(queue);
      } else {
        const auto middle = queue.begin() + static_cast<std::ptrdiff_t>(kMaxBatch);
        batch.assign(std::make_move_iterator(queue.begin()), std::make_move_iterator(middle));
        queue.erase(queue.begin(), middle);
      }
    }
    try {
      commit_batch(batch);
    } catch (...) {
      // Whether it was committed is not known: nobody gets a 2xx, nothing more is written.
      batch.clear();
      return fail(std::current_exception());
    }
    for (Arrived& arrived : batch) arrived.responder.answer(std::move(arrived.answer));
    batch.clear();
    dispatcher.wake();
  }
}

void Service::Impl::dispatch_loop() {
  try {
    while (dispatching) dispatcher.turn(kDispatchWaitMs);
    for (int i = 0; i < 100 && dispatcher.turn(50); ++i) {  // lets running requests end
    }
  } catch (...) {
    fail(std::current_exception());
  }
}

void Service::Impl::fail(std::exception_ptr error) {
  healthy = false;
  {
    const std::lock_guard lock(mutex);
    if (!failure) failure = std::move(error);
    queue.clear();  // dropped responders answer 503
  }
  server.stop();
}

void Service::run() {
  Impl& self = *impl_;
  if (self.options.adopt) adopt(*self.log, self.programs, self.carriers, self.clock.now());
  {
    const std::unique_ptr<Transaction> transaction = self.log->write(self.clock.now());
    self.programs.keep_revisions(*transaction);
    transaction->commit();
  }
  std::thread committer([&self] { self.commit_loop(); });
  std::thread dispatcher([&self] { self.dispatch_loop(); });
  self.server.stop_on_signals();
  self.server.run();
  {
    const std::lock_guard lock(self.mutex);
    self.closing = true;
  }
  self.arrival.notify_all();
  committer.join();
  self.dispatching = false;
  self.dispatcher.wake();
  dispatcher.join();
  if (self.failure) std::rethrow_exception(self.failure);
}

}  // namespace smsflow
