#include "app/arrivals.h"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <thread>

#include "http/client.h"

namespace smsflow::arrivals_test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Behind a real server, as only a server makes responders.
class Door {
 public:
  Door() : serves_([this] { server_.run(); }) {}
  ~Door() {
    arrivals.give_up();
    server_.stop();
    serves_.join();
  }
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

  std::future<HttpResult> post(const std::string& body) {
    const int before = added;
    std::future<HttpResult> answer = std::async(std::launch::async, [this, body] {
      HttpCall call;
      call.url = "http://127.0.0.1:" + std::to_string(server_.port()) + "/";
      call.body = body;
      return perform(std::move(call));
    });
    const auto until = steady_clock::now() + milliseconds{5'000};
    while (added == before && steady_clock::now() < until) {
      std::this_thread::sleep_for(milliseconds{1});
    }
    return answer;
  }

  std::atomic<int> woken{0};
  std::atomic<int> added{0};
  Arrivals arrivals{[this] { woken += 1; }};

 private:
  HttpServer server_{"127.0.0.1:0", {}, [this](HttpRequest request, Responder responder) {
                       arrivals.add({.provider = nullptr,
                                     .request = std::move(request),
                                     .url = {},
                                     .news = DeliveryReceipt{},
                                     .responder = std::move(responder),
                                     .answer = {}});
                       added += 1;
                     }};
  std::thread serves_;
};

std::string bodies(const std::vector<Arrived>& taken) {
  std::string all;
  for (const Arrived& one : taken) all += one.request.body;
  return all;
}

}  // namespace

TEST_CASE("arrivals are taken in their order, and what is put back comes first again") {
  Door door;
  std::vector<std::future<HttpResult>> answers;
  for (const char* body : {"a", "b", "c"}) answers.push_back(door.post(body));
  CHECK(door.woken == 1);  // the others found somebody waiting
  std::vector<Arrived> two = door.arrivals.take(2);
  CHECK(bodies(two) == "ab");
  door.arrivals.put_back(std::move(two));
  std::vector<Arrived> all = door.arrivals.take(9);
  CHECK(bodies(all) == "abc");
  CHECK(door.arrivals.is_empty());
  for (Arrived& one : all) one.responder.answer(plain_answer(200, ""));
  for (std::future<HttpResult>& answer : answers) CHECK(answer.get().status == 200);
}

TEST_CASE("who waited too long is answered 503, who came later waits on") {
  Door door;
  std::future<HttpResult> early = door.post("early");
  const auto between = steady_clock::now();
  std::future<HttpResult> late = door.post("late");
  CHECK(door.arrivals.refuse(between) == 1);
  CHECK(early.get().status == 503);
  std::vector<Arrived> left = door.arrivals.take(9);
  CHECK(bodies(left) == "late");
  left.clear();  // a responder that is dropped answers by itself
  CHECK(late.get().status == 503);
}

TEST_CASE("after closing what waits is there still, and nothing more comes in") {
  Door door;
  std::future<HttpResult> waits = door.post("waits");
  door.arrivals.close();
  CHECK_FALSE(door.arrivals.is_open());
  CHECK(door.post("late").get().status == 503);
  CHECK_FALSE(door.arrivals.is_empty());
  door.arrivals.give_up();
  CHECK(waits.get().status == 503);
}

}  // namespace smsflow::arrivals_test
