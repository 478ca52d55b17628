#include "http/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <mutex>
#include <utility>
#include <vector>

#include "http/connection.h"
#include "http/listen_address.h"
#include "text/error.h"
// After connection.h, which knows what Boost 1.74 needs first.
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

namespace smsflow {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kBacklog = 1'024;

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
std::string http_date(std::time_t now) {
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[40];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

// The server's thread: accepts, keeps the deadlines of all connections with one timer, and takes
// over the answers of other threads.
class Loop {
 public:
  explicit Loop(const ServerLimits& limits) { connections_.limits = limits; }

  ConnectionSet& connections() { return connections_; }
  void listen(const std::string& address);
  int port() const { return acceptor_.local_endpoint().port(); }
  void run();
  // Ends everything at once; after run().
  void close();
  // From any thread.
  void post_stop();
  void post_answer(std::shared_ptr<Connection> connection, HttpAnswer answer);
  void stop_on_signals();

 private:
  using Answers = std::vector<std::pair<std::shared_ptr<Connection>, HttpAnswer>>;

  void try_to_listen(const tcp::endpoint& endpoint, bool dual_stack, ErrorCode& error);
  void wait_for_client();
  void accept();
  void tick();
  void stop();
  void wait_for_signal();
  void deliver();

  ConnectionSet connections_;
  asio::io_context io_{1};
  Acceptor acceptor_{io_};
  asio::steady_timer timer_{io_};
  asio::signal_set signals_{io_};
  bool accept_paused_ = false;
  steady_clock::time_point drain_end_;

  std::mutex mutex_;
  Answers answers_;      // under mutex_
  bool closed_ = false;  // under mutex_
};

void Loop::listen(const std::string& address) {
  const ListenAddress parsed = parse_listen_address(address);
  ErrorCode error;
  if (parsed.ip.empty()) {
    try_to_listen({tcp::v6(), parsed.port}, true, error);
    if (error == asio::error::address_family_not_supported) {
      try_to_listen({tcp::v4(), parsed.port}, false, error);
    }
  } else {
    try_to_listen({asio::ip::make_address(parsed.ip), parsed.port}, false, error);
  }
  if (error) {
    throw Error(ErrorKind::kOutside,
                fmt::format("cannot listen on '{}': {}", address, error.message()), {},
                "choose an address of this machine and a port that no other program uses");
  }
}

void Loop::try_to_listen(const tcp::endpoint& endpoint, bool dual_stack, ErrorCode& error) {
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error && dual_stack) acceptor_.set_option(asio::ip::v6_only(false), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(kBacklog, error);
  if (!error) acceptor_.non_blocking(true, error);
  ErrorCode ignored;
  if (error) acceptor_.close(ignored);
}

void Loop::run() {
  connections_.on_empty = [this] {
    if (connections_.draining) io_.stop();
  };
  tick();
  wait_for_client();
  io_.run();
  close();
}

void Loop::wait_for_client() {
  acceptor_.async_wait(Acceptor::wait_read, [this](ErrorCode error) {
    if (!error) accept();
  });
}

void Loop::accept() {
  if (connections_.draining) return;
  accept_paused_ = !connections_.make_room();
  if (accept_paused_) return;
  ErrorCode error;
  ServerSocket socket(io_);
  acceptor_.accept(socket, error);
  // Out of descriptors, most likely: the next tick tries again.
  accept_paused_ = error && error != asio::error::would_block;
  if (accept_paused_) return;
  if (!error) {
    socket.set_option(tcp::no_delay(true), error);
    std::make_shared<Connection>(connections_, std::move(socket))->start();
  }
  wait_for_client();
}

void Loop::tick() {
  const steady_clock::time_point now = steady_clock::now();
  connections_.close_late(now);
  connections_.date = http_date(std::time(nullptr));
  if (connections_.draining && now >= drain_end_) return io_.stop();

  const ServerLimits& limits = connections_.limits;
  const int shortest = std::min({limits.request_deadline_ms, limits.idle_ms, limits.drain_ms});
  timer_.expires_after(milliseconds(std::clamp(shortest / 10, 5, 250)));
  timer_.async_wait([this](ErrorCode error) {
    if (!error) tick();
  });
  if (accept_paused_) accept();
}

void Loop::post_answer(std::shared_ptr<Connection> connection, HttpAnswer answer) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    first = answers_.empty();
    answers_.emplace_back(std::move(connection), std::move(answer));
  }
  // One wakeup for all the answers that gather until the loop comes round.
  if (first) asio::post(io_, [this] { deliver(); });
}

void Loop::deliver() {
  Answers batch;
  {
    const std::lock_guard lock(mutex_);
    batch.swap(answers_);
  }
  for (const auto& [connection, answer] : batch) connection->answer(answer);
}

void Loop::post_stop() {
  asio::post(io_, [this] { stop(); });
}

void Loop::stop() {
  if (connections_.draining) return io_.stop();
  drain_end_ = steady_clock::now() + milliseconds(connections_.limits.drain_ms);
  ErrorCode ignored;
  acceptor_.close(ignored);
  connections_.drain();
  if (connections_.live.empty()) io_.stop();
}

void Loop::stop_on_signals() {
  signals_.add(SIGTERM);
  signals_.add(SIGINT);
  wait_for_signal();
}

void Loop::wait_for_signal() {
  signals_.async_wait([this](ErrorCode error, int) {
    if (error) return;
    stop();
    wait_for_signal();
  });
}

void Loop::close() {
  ErrorCode ignored;
  acceptor_.close(ignored);
  signals_.clear(ignored);
  connections_.close_all();
  // Only now, since from here on other threads may destroy the connections they answer.
  Answers dropped;
  const std::lock_guard lock(mutex_);
  closed_ = true;
  dropped.swap(answers_);
}

}  // namespace

struct Responder::Impl {
  std::shared_ptr<Loop> loop;  // first, since the connection's socket needs it to the end
  std::shared_ptr<Connection> connection;
};

Responder::Responder(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
Responder::Responder(Responder&&) noexcept = default;

Responder& Responder::operator=(Responder&& other) noexcept {
  const Responder dropped(std::move(*this));
  impl_ = std::move(other.impl_);
  return *this;
}

Responder::~Responder() {
  if (impl_) answer({503, {}, ""});
}

void Responder::answer(HttpAnswer answer) {
  const std::shared_ptr<Impl> impl = std::exchange(impl_, nullptr);
  if (impl) impl->loop->post_answer(std::move(impl->connection), std::move(answer));
}

struct HttpServer::Impl {
  std::shared_ptr<Loop> loop;
  int port = 0;
};

HttpServer::HttpServer(const std::string& address, ServerLimits limits, OnRequest on_request)
    : impl_(std::make_shared<Impl>()) {
  impl_->loop = std::make_shared<Loop>(limits);
  // The loop owns this function, which therefore must not own the loop.
  const std::weak_ptr<Loop> loop = impl_->loop;
  impl_->loop->connections().on_request = [loop, on_request = std::move(on_request)](
                                              HttpRequest request,
                                              std::shared_ptr<Connection> connection) {
    Responder responder(
        std::make_shared<Responder::Impl>(Responder::Impl{loop.lock(), std::move(connection)}));
    on_request(std::move(request), std::move(responder));
  };
  impl_->loop->listen(address);
  impl_->port = impl_->loop->port();
}

HttpServer::~HttpServer() {
  impl_->loop->close();
}

int HttpServer::port() const {
  return impl_->port;
}
void HttpServer::run() {
  impl_->loop->run();
}
void HttpServer::stop() {
  impl_->loop->post_stop();
}
void HttpServer::stop_on_signals() {
  impl_->loop->stop_on_signals();
}

}  // namespace smsflow
