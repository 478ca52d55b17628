// HTTP requests to carriers and hooks: libcurl's multi interface on the caller's thread.
// What is promised: a request is never repeated by the library (a fresh connection for each: curl
// silently repeats a POST when a kept connection closes early), redirects are never followed,
// answers and time are bounded, proxies are off unless given, TLS is verified.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "http/message.h"

namespace smsflow {

struct HttpCall {
  std::string method = "POST";
  std::string url;
  Headers headers;
  std::string body;
  std::string basic_user;  // HTTP Basic when not empty
  std::string basic_password;
  int timeout_ms = 20'000;  // the whole exchange
  int connect_timeout_ms = 5'000;
  bool public_only = false;  // refuse loopback, private and link-local addresses
  bool status_only = false;  // its body is not read: a complete header is a complete answer
};

// How far the exchange came. What matters for a text: could the other side have acted on it?
enum class HttpOutcome {
  kAnswered,  // a complete answer: see `status`
  kNotSent,   // no byte of the request left (DNS, connect, TLS): safe to repeat
  kBroken,    // it left, and no complete answer came: anything may have happened
};

struct HttpResult {
  std::uint64_t tag = 0;
  HttpOutcome outcome = HttpOutcome::kNotSent;
  int status = 0;
  Headers headers;
  std::string body;
  std::string problem;  // curl's words for people; no secrets, no bodies
  double seconds = 0;
};

struct HttpLimits {
  int concurrency = 32;
  std::size_t max_answer_bytes = std::size_t{256} * 1024;  // more is kBroken
  std::string ca_file;        // besides the system's, for tests and private hosts
  bool allow_private = true;  // false: refuse loopback, private and link-local
};

class HttpClient {
 public:
  explicit HttpClient(HttpLimits limits = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Queues a call; `tag` comes back with its result. Started as the concurrency allows.
  void add(HttpCall call, std::uint64_t tag);
  // Performs what can be performed and returns what finished, waiting at most `timeout_ms` for the
  // first, or for wake() when nothing is in flight. Throws nothing for failed calls.
  std::vector<HttpResult> poll(int timeout_ms);
  // Makes a poll() in another thread return soon.
  void wake();
  std::size_t in_flight() const;  // queued or running

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// One call, waited for.
HttpResult perform(HttpCall call, const HttpLimits& limits = {});

}  // namespace smsflow
