// The webhook server: Boost.Beast on one thread. It bounds everything a client controls (header and
// body size, the time for one whole request, connections, pipelining), rejects ambiguous framing
// (Transfer-Encoding with Content-Length, two lengths, no Host), and answers only when told to, so
// that a 2xx can wait for a commit.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "http/message.h"

namespace smsflow {

struct ServerLimits {
  std::size_t max_header_bytes = std::size_t{8} * 1024;
  std::size_t max_body_bytes = std::size_t{64} * 1024;
  int request_deadline_ms = 10'000;  // from the first byte to the last
  int idle_ms = 60'000;              // between requests on a kept connection
  std::size_t max_connections = 4'000;
  int drain_ms = 5'000;  // for what was accepted, after stop()
};

class HttpServer;

// The way to answer one request, from any thread, exactly once. Dropping it answers 503.
class Responder {
 public:
  Responder(Responder&&) noexcept;
  Responder& operator=(Responder&&) noexcept;
  ~Responder();
  void answer(HttpAnswer answer);

 private:
  friend class HttpServer;
  struct Impl;
  explicit Responder(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

// Called on the server's thread with each complete request; must not block. What it throws makes
// a 503.
using OnRequest = std::function<void(HttpRequest, Responder)>;

class HttpServer {
 public:
  // Binds and listens at once; throws Error{kOutside} when it cannot. `address` is
  // "127.0.0.1:8080",
  // "[::1]:8080" or ":8080"; port 0 takes a free one.
  HttpServer(const std::string& address, ServerLimits limits, OnRequest on_request);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  int port() const;
  // Serves until stop() has drained. Run it on one thread.
  void run();
  // Stops accepting, lets accepted requests be answered (at most drain_ms), then run() returns.
  // From any thread; a second call ends at once.
  void stop();
  // Calls stop() on SIGTERM and SIGINT.
  void stop_on_signals();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace smsflow
