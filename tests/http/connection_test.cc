#include "http/connection.h"

#include <doctest/doctest.h>

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "raw_client.h"

namespace smsflow::connection_test {
namespace {

ServerLimits short_limits() {
  ServerLimits limits;
  limits.request_deadline_ms = 200;
  limits.idle_ms = 100;
  limits.drain_ms = 500;
  return limits;
}

std::string status_line(const std::string& answer) {
  return answer.substr(0, answer.find("\r\n"));
}

TEST_CASE("what a client sends is answered or refused") {
  RunningServer server({}, echo);
  struct Case {
    std::string bytes;
    std::string status;
    bool closes;
  };
  const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n";
  const Case cases[] = {
      {post("a=1"), "HTTP/1.1 200 OK", false},
      {get + "\r\n", "HTTP/1.1 200 OK", false},
      {"BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK", false},
      {get + "Connection: close\r\n\r\n", "HTTP/1.1 200 OK", true},
      {"GET / HTTP/1.0\r\n\r\n", "HTTP/1.1 200 OK", true},
      {"GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request", true},
      {post("a", "Content-Length: 2\r\n"), "HTTP/1.1 400 Bad Request", true},
      {post("a", "Transfer-Encoding: chunked\r\n"), "HTTP/1.1 400 Bad Request", true},
      {"\x16\x03\x01", "HTTP/1.1 400 Bad Request", true},
      {get + "X: " + std::string(65536, 'a'), "HTTP/1.1 431 Request Header Fields Too Large", true},
      {post(std::string(70'000, 'a')), "HTTP/1.1 413 Content Too Large", true},
      {get + "Expect: a-miracle\r\n\r\n", "HTTP/1.1 417 Expectation Failed", true},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes.substr(0, 100));
    RawClient client(server.port(), c.bytes);
    client.read_until("\r\n\r\n");
    if (c.closes) client.finish_sending();
    const std::string answer = c.closes ? client.read_to_end() : client.take();
    CHECK(status_line(answer) == c.status);
    CHECK(client.closed() == c.closes);
    CHECK((answer.find("Connection: close\r\n") != std::string::npos) == c.closes);
    CHECK(answer.find("\r\nDate: ") != std::string::npos);
  }
}

TEST_CASE("a body as large as allowed comes through whole") {
  RunningServer server({}, echo);
  const std::string body(64 * 1024, 'b');
  RawClient client(server.port(), post(body, "Connection: close\r\n"));
  client.finish_sending();
  CHECK(client.read_to_end().ends_with("POST /hook " + body));
}

TEST_CASE("HEAD is answered without a body") {
  RunningServer server({}, echo);
  RawClient client(server.port(), "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  client.finish_sending();
  const std::string& answer = client.read_to_end();
  CHECK(answer.find("Content-Length: 7\r\n") != std::string::npos);
  CHECK(answer.ends_with("\r\n\r\n"));
}

TEST_CASE("a connection serves one request after the other") {
  RunningServer server({}, echo);
  RawClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    const std::string body = std::to_string(i);
    client.send(post(body));
    CHECK(client.read_until("POST /hook " + body).ends_with(body));
    client.take();
  }
}

TEST_CASE("slow clients are cut off at the deadline of the whole request") {
  RunningServer server(short_limits(), echo);
  struct Case {
    const char* name;
    std::string first, drip;
    int earliest_ms;
  };
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\n";
  const Case cases[] = {
      {"silence", "", "", 150},
      {"header", head + "X-A: ", "a", 150},
      {"headers", head, "A: b\r\n", 150},
      {"body", head + "Content-Length: 1000\r\n\r\n", "a", 150},
      {"chunks", head + "Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n", 150},
      {"second request", post("a"), "P", 150},
      {"kept and idle", post("a"), "", 80},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const Stopwatch watch;
    RawClient client(server.port(), c.first);
    while (!client.closed() && watch.elapsed_ms() < 10'000) {
      if (!c.drip.empty()) client.send(c.drip);
      client.read_to_end(20);
    }
    CHECK(client.closed());
    CHECK(watch.elapsed_ms() >= c.earliest_ms);
    CHECK(watch.elapsed_ms() < 5'000);
  }
}

TEST_CASE("a client that does not take its answer is cut off") {
  RunningServer server(short_limits(), [](HttpRequest, Responder responder) {
    responder.answer({200, {}, std::string(16 * 1024 * 1024, 'a')});
  });
  RawClient client(server.port(), post("a"));
  std::this_thread::sleep_for(Milliseconds(500));
  const std::string& answer = client.read_to_end(10'000);
  CHECK(client.closed());
  CHECK(answer.size() < 16 * 1024 * 1024);
}

TEST_CASE("a body that waits for a greeting gets it") {
  RunningServer server({}, echo);
  const std::string head =
      "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
  RawClient client(server.port(), head);
  CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  client.take();
  client.send("a");
  client.read_to_end(50);
  client.send("bc");
  CHECK(status_line(client.read_until("POST / abc")) == "HTTP/1.1 200 OK");

  // Too much is refused before it is sent.
  RawClient large(server.port(),
                  "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                  "Content-Length: 1000000\r\n\r\n");
  CHECK(status_line(large.read_until("\r\n\r\n")) == "HTTP/1.1 413 Content Too Large");
}

TEST_CASE("an early refusal reaches a client that is still sending") {
  RunningServer server({}, echo);
  for (int round = 0; round < 5; ++round) {
    RawClient client(server.port());
    CHECK(client.send(post(std::string(800'000, 'a'))));
    client.finish_sending();
    CHECK(status_line(client.read_to_end()) == "HTTP/1.1 413 Content Too Large");
    CHECK(client.closed());
    CHECK_FALSE(client.was_reset());
  }
}

TEST_CASE("pipelined requests are answered in order, one at a time") {
  std::mutex mutex;
  int outstanding = 0;
  int most = 0;
  std::vector<std::thread> threads;
  RunningServer server({}, [&](HttpRequest request, Responder responder) {
    {
      const std::lock_guard lock(mutex);
      most = std::max(most, ++outstanding);
    }
    threads.emplace_back([&, request = std::move(request), kept = std::move(responder)]() mutable {
      {
        const std::lock_guard lock(mutex);
        --outstanding;
      }
      kept.answer({200, {}, "<" + request.body + ">"});
    });
  });
  std::string bytes;
  for (int i = 0; i < 100; ++i) bytes += post(std::to_string(i));
  RawClient client(server.port(), bytes);
  const std::string& answers = client.read_until("<99>");
  std::size_t at = 0;
  for (int i = 0; i < 100; ++i) {
    const std::size_t next = answers.find("<" + std::to_string(i) + ">", at);
    REQUIRE(next != std::string::npos);
    at = next;
  }
  CHECK(most == 1);
  server.join();
  for (std::thread& thread : threads) thread.join();
}

TEST_CASE("slow clients make room for quick ones") {
  ServerLimits limits;
  limits.max_connections = 3;
  RunningServer server(limits, echo);
  RawClient oldest(server.port(), "POST / HTTP/1.1\r\n");
  oldest.read_to_end(20);
  RawClient second(server.port(), "POST / HTTP/1.1\r\n");
  RawClient third(server.port(), "POST / HTTP/1.1\r\n");
  RawClient quick(server.port(), post("a"));
  CHECK(status_line(quick.read_until("/hook a")) == "HTTP/1.1 200 OK");
  oldest.read_to_end(1'000);
  CHECK(oldest.closed());
}

TEST_CASE("who waits for an answer keeps the place") {
  ServerLimits limits = short_limits();
  limits.max_connections = 2;
  std::mutex mutex;
  std::vector<Responder> waiting;
  RunningServer server(limits, [&](HttpRequest, Responder responder) {
    const std::lock_guard lock(mutex);
    waiting.push_back(std::move(responder));
  });
  RawClient first(server.port(), post("a"));
  RawClient second(server.port(), post("b"));
  first.read_to_end(300);  // longer than the deadline for requests
  RawClient third(server.port(), post("c"));
  third.read_to_end(50);
  CHECK_FALSE(first.closed());
  {
    const std::lock_guard lock(mutex);
    CHECK(waiting.size() == 2);
    for (Responder& responder : waiting) responder.answer({});
    waiting.clear();
  }
  CHECK(status_line(first.read_until("\r\n\r\n")) == "HTTP/1.1 200 OK");
  CHECK(status_line(second.read_until("\r\n\r\n")) == "HTTP/1.1 200 OK");
  const Stopwatch watch;
  const auto third_has_come = [&] {
    const std::lock_guard lock(mutex);
    return waiting.size() == 1;
  };
  while (!third_has_come() && watch.elapsed_ms() < 5'000) third.read_to_end(10);
  CHECK(third_has_come());
}

TEST_CASE("a client that left before its answer does no harm") {
  std::mutex mutex;
  std::vector<Responder> waiting;
  RunningServer server({}, [&](HttpRequest request, Responder responder) {
    if (request.body == "ping") return responder.answer({});
    const std::lock_guard lock(mutex);
    waiting.push_back(std::move(responder));
  });
  for (int i = 0; i < 20; ++i) RawClient(server.port(), post("a"));
  RawClient client(server.port(), post("ping"));
  client.read_until("\r\n\r\n");
  {
    const std::lock_guard lock(mutex);
    for (Responder& responder : waiting) responder.answer({200, {}, std::string(100'000, 'a')});
  }
  client.take();
  client.send(post("ping"));
  CHECK(status_line(client.read_until("\r\n\r\n")) == "HTTP/1.1 200 OK");
}

}  // namespace
}  // namespace smsflow::connection_test
