// A server that behaves as badly as it is told to: a script is run for each connection, and whole
// requests are counted, as the carrier on the other side would count texts.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace smsflow {

class FakePeer {
 public:
  FakePeer(int fd, std::atomic<bool>& stopping, std::function<void(std::string)> on_request)
      : fd_(fd), stopping_(stopping), on_request_(std::move(on_request)) {}
  ~FakePeer() {
    if (fd_ >= 0) ::close(fd_);
  }
  FakePeer(const FakePeer&) = delete;
  FakePeer& operator=(const FakePeer&) = delete;

  // One whole request; empty when none comes any more.
  std::string read_request() {
    for (;;) {
      const std::size_t end = received_.find("\r\n\r\n");
      if (end != std::string::npos && received_.size() >= end + 4 + content_length(end)) {
        std::string request = std::exchange(received_, {});
        on_request_(request);
        return request;
      }
      if (!receive()) return {};
    }
  }
  // Whatever comes first.
  std::string read_bytes() {
    receive();
    return std::exchange(received_, {});
  }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  // Until the test is over.
  void hang() const {
    while (!stopping_) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  bool drip(std::string_view bytes) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return !stopping_ && send(bytes);
  }
  void reset() {
    const linger at_once{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(std::exchange(fd_, -1));
  }

 private:
  bool receive() {
    while (!stopping_) {
      pollfd waiting{fd_, POLLIN, 0};
      if (::poll(&waiting, 1, 5) <= 0) continue;
      char bytes[65536];
      const ssize_t size = ::recv(fd_, bytes, sizeof bytes, 0);
      if (size <= 0) return false;
      received_.append(bytes, static_cast<std::size_t>(size));
      return true;
    }
    return false;
  }
  std::size_t content_length(std::size_t end) const {
    const std::size_t at = received_.find("Content-Length: ");
    return at < end ? std::stoul(received_.substr(at + 16)) : 0;
  }

  int fd_;
  std::atomic<bool>& stopping_;
  std::function<void(std::string)> on_request_;
  std::string received_;
};

class FakeServer {
 public:
  explicit FakeServer(std::function<void(FakePeer&)> script)
      : script_(std::move(script)), fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(fd_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(fd_, 128);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept(); });
  }
  ~FakeServer() {
    stopping_ = true;
    acceptor_.join();
    for (std::thread& peer : peers_) peer.join();
    ::close(fd_);
  }
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;

  std::string url(std::string_view scheme = "http") const {
    return std::string(scheme) + "://127.0.0.1:" + std::to_string(port_) + "/send";
  }
  int port() const { return port_; }
  int connections() const { return connections_; }
  std::vector<std::string> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void accept() {
    while (!stopping_) {
      pollfd waiting{fd_, POLLIN, 0};
      if (::poll(&waiting, 1, 5) <= 0) continue;
      const int fd = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      ++connections_;
      peers_.emplace_back([this, fd] {
        FakePeer peer(fd, stopping_, [this](std::string request) {
          const std::lock_guard lock(mutex_);
          requests_.push_back(std::move(request));
        });
        script_(peer);
      });
    }
  }

  std::function<void(FakePeer&)> script_;
  int fd_;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> connections_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::vector<std::thread> peers_;
  std::thread acceptor_;
};

}  // namespace smsflow
