// A client that sends exactly the bytes it is told to, and a server to send them to.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "http/server.h"

namespace smsflow {

using Milliseconds = std::chrono::milliseconds;

class Stopwatch {
 public:
  int elapsed_ms() const {
    return static_cast<int>(
        std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - start_)
            .count());
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

class RawClient {
 public:
  explicit RawClient(int port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      ::close(fd_);
      throw std::runtime_error("connect failed");
    }
  }
  RawClient(int port, std::string_view bytes) : RawClient(port) { send(bytes); }
  ~RawClient() { ::close(fd_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // False when the other side does not take it any more.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(fd_, SHUT_WR); }

  // What came, all in all, when `end` was seen, the other side closed, or time was up.
  const std::string& read_until(std::string_view end, int timeout_ms = 5'000) {
    const Stopwatch watch;
    while (received_.find(end) == std::string::npos && !closed_ &&
           watch.elapsed_ms() < timeout_ms) {
      pollfd waiting{fd_, POLLIN, 0};
      if (::poll(&waiting, 1, timeout_ms - watch.elapsed_ms()) <= 0) break;
      char bytes[65536];
      const ssize_t size = ::recv(fd_, bytes, sizeof bytes, 0);
      if (size > 0) received_.append(bytes, static_cast<std::size_t>(size));
      closed_ = size <= 0;
      reset_ = size < 0;
    }
    return received_;
  }
  const std::string& read_to_end(int timeout_ms = 5'000) {
    return read_until("\x01 never sent \x01", timeout_ms);
  }
  // Forgets what came so far.
  std::string take() { return std::exchange(received_, {}); }
  bool closed() const { return closed_; }
  // Closed in anger: other systems than Linux then drop what was not read yet.
  bool was_reset() const { return reset_; }

 private:
  int fd_;
  std::string received_;
  bool closed_ = false;
  bool reset_ = false;
};

// A server on a free port of the loopback, running on its own thread.
class RunningServer {
 public:
  RunningServer(ServerLimits limits, OnRequest on_request)
      : server_("127.0.0.1:0", limits, std::move(on_request)), thread_([this] { server_.run(); }) {}
  ~RunningServer() { join(); }

  int port() const { return server_.port(); }
  HttpServer& server() { return server_; }
  // Waits for run() to return, drained or not.
  void join() {
    if (!thread_.joinable()) return;
    server_.stop();
    server_.stop();
    wait();
  }
  void wait() { thread_.join(); }

 private:
  HttpServer server_;
  std::thread thread_;
};

inline void echo(HttpRequest request, Responder responder) {
  responder.answer({200, {}, request.method + " " + request.target + " " + request.body});
}

inline std::string post(std::string_view body, std::string_view headers = "") {
  return "POST /hook HTTP/1.1\r\nHost: x\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

}  // namespace smsflow
