#include "http/server.h"

#include <doctest/doctest.h>
#include <signal.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "raw_client.h"
#include "text/error.h"

namespace smsflow::server_test {
namespace {

// Keeps requests until they are answered by another thread, as a thread that commits them does.
class Waiting {
 public:
  OnRequest keeper() {
    return [this](HttpRequest request, Responder responder) {
      const std::lock_guard lock(mutex_);
      kept_.emplace_back(std::move(request), std::move(responder));
      arrived_.notify_all();
    };
  }
  std::vector<std::pair<HttpRequest, Responder>> take(std::size_t at_least) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, Milliseconds(3'000), [&] { return kept_.size() >= at_least; });
    return std::exchange(kept_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<std::pair<HttpRequest, Responder>> kept_;
};

bool is_ok(const std::string& answer) {
  return answer.starts_with("HTTP/1.1 200 ");
}
bool is_unavailable(const std::string& answer) {
  return answer.starts_with("HTTP/1.1 503 ");
}

TEST_CASE("where it can't listen is told") {
  const HttpServer first("127.0.0.1:0", {}, echo);
  const std::string taken = "127.0.0.1:" + std::to_string(first.port());
  for (const std::string& address : {taken, std::string("192.0.2.1:0"), std::string("nowhere")}) {
    CAPTURE(address);
    try {
      const HttpServer second(address, {}, echo);
      FAIL("listens");
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::kOutside);
      CHECK(std::string(error.what()).find(address) != std::string::npos);
    }
  }
}

TEST_CASE("without an address it listens on all") {
  HttpServer server(":0", {}, echo);
  std::thread thread([&] { server.run(); });
  RawClient client(server.port(), post("a"));
  CHECK(is_ok(client.read_until("/hook a")));
  server.stop();
  thread.join();
}

TEST_CASE("batches of answers from another thread find their clients") {
  Waiting waiting;
  RunningServer server({}, waiting.keeper());
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 64; ++i) clients.push_back(std::make_unique<RawClient>(server.port()));
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 64; ++i) clients[i]->send(post(std::to_string(i)));
    auto batch = waiting.take(64);
    REQUIRE(batch.size() == 64);
    for (auto& [request, responder] : batch) responder.answer({200, {}, "<" + request.body + ">"});
    for (int i = 0; i < 64; ++i) {
      const std::string mark = "<" + std::to_string(i) + ">";
      REQUIRE(clients[i]->read_until(">").ends_with(mark));
      clients[i]->take();
    }
  }
}

TEST_CASE("who gets no answer is told to come again") {
  RunningServer server({}, [](HttpRequest request, Responder responder) {
    if (request.body == "throw") throw std::runtime_error("out of ideas");
    if (request.body == "assign") {
      Responder other(std::move(responder));
      responder = std::move(other);
    }
  });
  RawClient client(server.port());
  for (const char* body : {"drop", "throw", "assign"}) {
    CAPTURE(body);
    client.send(post(body));
    CHECK(is_unavailable(client.read_until("\r\n\r\n")));
    client.take();
  }
}

TEST_CASE("only the first answer counts") {
  RunningServer server({}, [](HttpRequest, Responder responder) {
    responder.answer({200, {}, "one"});
    responder.answer({200, {}, "two"});
  });
  RawClient client(server.port(), post(""));
  CHECK(client.read_until("one").ends_with("one"));
  client.take();
  client.send(post(""));
  CHECK(client.read_to_end(50).find("two") == std::string::npos);
}

TEST_CASE("a drain answers what was accepted, and nothing more") {
  Waiting waiting;
  RunningServer server({}, waiting.keeper());
  const int port = server.port();
  RawClient answered(port, post("a"));
  waiting.take(1)[0].second.answer({});
  answered.read_until("\r\n\r\n");
  RawClient silent(port);
  RawClient halfway(port, post("half").substr(0, 30));
  RawClient pending(port, post("b") + post("never read"));
  auto accepted = waiting.take(1);
  REQUIRE(accepted.size() == 1);

  server.server().stop();
  silent.read_to_end();
  answered.read_to_end();
  CHECK(silent.closed());
  CHECK(answered.closed());
  CHECK_THROWS(RawClient(port, post("late")).read_to_end());

  halfway.send(post("half").substr(30));
  auto completed = waiting.take(1);
  REQUIRE(completed.size() == 1);
  completed[0].second.answer({});
  accepted[0].second.answer({});
  for (RawClient* client : {&halfway, &pending}) {
    const std::string& answer = client->read_until("\r\n\r\n");
    CHECK(is_ok(answer));
    CHECK(answer.find("Connection: close\r\n") != std::string::npos);
    client->finish_sending();
    client->read_to_end();
    CHECK(client->closed());
  }
  server.wait();
  CHECK(waiting.take(0).empty());
}

TEST_CASE("a drain does not wait for ever, and a second stop not at all") {
  for (const bool twice : {false, true}) {
    CAPTURE(twice);
    ServerLimits limits;
    limits.drain_ms = twice ? 60'000 : 200;
    Waiting waiting;
    std::optional<RunningServer> server(std::in_place, limits, waiting.keeper());
    RawClient client(server->port(), post("a"));
    auto accepted = waiting.take(1);
    const Stopwatch watch;
    server->server().stop();
    if (twice) server->server().stop();
    server->wait();
    CHECK(watch.elapsed_ms() < 10'000);
    CHECK((watch.elapsed_ms() >= 150 || twice));
    // Too late, even for the server itself.
    server.reset();
    accepted[0].second.answer({});
    client.read_to_end();
    CHECK(client.closed());
  }
}

TEST_CASE("a stop before the start is a stop") {
  HttpServer server("127.0.0.1:0", {}, echo);
  server.stop();
  server.run();
}

TEST_CASE("a stop under load loses no answer that was decided") {
  std::atomic<int> accepted = 0;
  RunningServer server({}, [&](HttpRequest, Responder responder) {
    ++accepted;
    responder.answer({});
  });
  std::atomic<int> answered = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      try {
        RawClient client(server.port());
        while (client.send(post("a")) && is_ok(client.read_until("\r\n\r\n"))) {
          ++answered;
          client.take();
        }
      } catch (const std::runtime_error&) {
        return;  // it came after the stop
      }
    });
  }
  std::this_thread::sleep_for(Milliseconds(100));
  server.server().stop();
  server.wait();
  for (std::thread& client : clients) client.join();
  CHECK(accepted > 8);
  CHECK(answered == accepted);
}

TEST_CASE("signals stop it") {
  for (const int signal : {SIGTERM, SIGINT}) {
    HttpServer server("127.0.0.1:0", {}, echo);
    server.stop_on_signals();
    std::thread thread([&] { server.run(); });
    RawClient client(server.port(), post("a"));
    CHECK(is_ok(client.read_until("/hook a")));
    ::kill(::getpid(), signal);
    thread.join();
    client.read_to_end();
    CHECK(client.closed());
  }
}

}  // namespace
}  // namespace smsflow::server_test
