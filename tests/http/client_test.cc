#include "http/client.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <set>
#include <string>
#include <thread>

#include "fake_server.h"
#include "raw_client.h"

namespace smsflow::client_test {
namespace {

HttpCall call_to(const std::string& url, const std::string& body) {
  HttpCall call;
  call.url = url;
  call.body = body;
  call.timeout_ms = 5'000;
  return call;
}

constexpr std::string_view kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

std::vector<HttpResult> poll_all(HttpClient& client) {
  std::vector<HttpResult> all;
  const Stopwatch watch;
  while (client.in_flight() > 0 && watch.elapsed_ms() < 10'000) {
    for (HttpResult& result : client.poll(100)) all.push_back(std::move(result));
  }
  return all;
}

TEST_CASE("each call comes back once, with its tag and its own answer") {
  RunningServer server({}, echo);
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port()) + "/hook";
  HttpClient client;
  for (int i = 0; i < 300; ++i) client.add(call_to(url, std::to_string(i)), 1'000U + i);
  CHECK(client.in_flight() == 300);
  std::set<std::uint64_t> tags;
  for (const HttpResult& result : poll_all(client)) {
    CHECK(result.outcome == HttpOutcome::kAnswered);
    CHECK(result.body == "POST /hook " + std::to_string(result.tag - 1'000));
    CHECK(tags.insert(result.tag).second);
  }
  CHECK(tags.size() == 300);
  CHECK(client.in_flight() == 0);
}

TEST_CASE("no more calls are under way than allowed") {
  std::atomic<int> now = 0;
  std::atomic<int> most = 0;
  FakeServer server([&](FakePeer& peer) {
    most = std::max<int>(most, ++now);
    peer.read_request();
    std::this_thread::sleep_for(Milliseconds(10));
    --now;
    peer.send(kOk);
  });
  HttpLimits limits;
  limits.concurrency = 4;
  HttpClient client(limits);
  for (int i = 0; i < 20; ++i) client.add(call_to(server.url(), ""), i);
  CHECK(poll_all(client).size() == 20);
  CHECK(most <= 4);
  CHECK(most >= 2);
}

// On a kept connection libcurl would repeat the POST by itself when it is closed in this moment.
TEST_CASE("a kept connection that is closed on the next request costs no second text") {
  for (const bool with_reset : {false, true}) {
    CAPTURE(with_reset);
    FakeServer server([&](FakePeer& peer) {
      const std::string first = peer.read_request();
      if (first.ends_with("first")) {
        peer.send(kOk);
        peer.read_request();
      }
      if (with_reset) peer.reset();
    });
    HttpClient client;
    client.add(call_to(server.url(), "first"), 1);
    CHECK(poll_all(client).at(0).outcome == HttpOutcome::kAnswered);
    for (std::uint64_t tag = 2; tag < 30; ++tag) {
      client.add(call_to(server.url(), "text"), tag);
      CHECK(poll_all(client).at(0).outcome == HttpOutcome::kBroken);
    }
    CHECK(server.requests().size() == 29);
    CHECK(server.connections() == 29);
  }
}

TEST_CASE("calls that hang do not hold up the others") {
  FakeServer server([](FakePeer& peer) {
    if (peer.read_request().ends_with("hang")) return peer.hang();
    peer.send(kOk);
  });
  HttpClient client;
  HttpCall hanging = call_to(server.url(), "hang");
  hanging.timeout_ms = 800;
  client.add(hanging, 0);
  for (int i = 1; i <= 10; ++i) client.add(call_to(server.url(), ""), i);
  const std::vector<HttpResult> results = poll_all(client);
  REQUIRE(results.size() == 11);
  CHECK(results.back().tag == 0);
  CHECK(results.back().outcome == HttpOutcome::kBroken);
  CHECK(results.front().outcome == HttpOutcome::kAnswered);
}

TEST_CASE("a poll waits for its time, and another thread can end it") {
  HttpClient client;
  const Stopwatch idle;
  CHECK(client.poll(60).empty());
  CHECK(idle.elapsed_ms() >= 59);

  const Stopwatch woken;
  std::thread waker([&] {
    std::this_thread::sleep_for(Milliseconds(30));
    client.wake();
  });
  CHECK(client.poll(5'000).empty());
  CHECK(woken.elapsed_ms() < 2'000);
  waker.join();

  client.wake();
  const Stopwatch before;
  client.poll(5'000);
  CHECK(before.elapsed_ms() < 2'000);
}

TEST_CASE("a client may be dropped with calls under way") {
  FakeServer server([](FakePeer& peer) {
    peer.read_request();
    peer.hang();
  });
  HttpClient client;
  client.add(call_to(server.url(), ""), 1);
  client.poll(20);
  client.add(call_to(server.url(), ""), 2);
  CHECK(client.in_flight() == 2);
}

}  // namespace
}  // namespace smsflow::client_test
