#include "app/committer.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <future>
#include <thread>

#include "app/capture.h"
#include "clinic_log.h"
#include "http/client.h"
#include "scratch.h"

namespace smsflow::committer_test {
namespace {

// A committer behind a real server, as only a server makes responders. Each request posts the
// booking, with its body as the id of the event.
class Served {
 public:
  Served() {
    committer.on_commit = [this] { commits += 1; };
    committer.on_failure = [this](std::exception_ptr) { failed = true; };
    serves_ = std::thread([this] { server_.run(); });
  }
  ~Served() {
    committer.close();
    if (commits_.valid()) commits_.get();
    server_.stop();
    serves_.join();
  }
  void run() {
    commits_ = std::async(std::launch::async, [this] { committer.run(); });
  }
  HttpResult post(const std::string& event) const {
    HttpCall call;
    call.url = fmt::format("http://127.0.0.1:{}/events/appointment", server_.port());
    call.body = event;
    return perform(std::move(call));
  }

  struct Fixed : Clock {
    Instant now() const override { return ClinicLog::kNow; }
  };
  Scratch scratch;
  ClinicLog clinic;
  Fixed clock;
  int alarms = 0;
  Alarm alarm{[this](const std::string&) { alarms += 1; }};
  RequestFile quarantine{scratch.file("quarantine", "")};
  RequestFile capture{scratch.file("capture", "")};
  Committer committer{*clinic.log, clinic.programs, clock, alarm, quarantine, &capture};
  std::atomic<int> commits{0};
  std::atomic<bool> failed{false};

 private:
  HttpServer server_{"127.0.0.1:0", {}, [this](HttpRequest request, Responder responder) {
                       const PostedRecord posted{ClinicLog::booking(), request.body};
                       committer.add({.provider = nullptr,
                                      .request = std::move(request),
                                      .url = {},
                                      .news = posted,
                                      .responder = std::move(responder),
                                      .answer = {}});
                     }};
  std::thread serves_;
  std::future<void> commits_;
};

}  // namespace

TEST_CASE("what is answered 200 is in the log") {
  Served served;
  served.run();
  const HttpResult answer = served.post("evt_1");
  CHECK(answer.status == 200);
  CHECK(answer.body.starts_with("planned: "));
  CHECK(served.clinic.question().state == IntentState::kPlanned);
  CHECK(served.post("evt_1").body.starts_with("repeat: "));
  CHECK(served.commits >= 1);  // told after the answer, and before the next one
  // A business system's event is no webhook of a carrier: --capture leaves it out.
  CHECK(std::filesystem::file_size(served.capture.path()) == 0);
}

TEST_CASE("what waits when it closes is taken, what comes later is answered 503") {
  Served served;
  std::future<HttpResult> waits =
      std::async(std::launch::async, [&] { return served.post("evt_1"); });
  std::this_thread::sleep_for(std::chrono::milliseconds{1000});
  served.committer.close();
  CHECK(served.post("evt_2").status == 503);
  served.run();
  CHECK(waits.get().status == 200);
  CHECK(served.committer.is_healthy());
}

TEST_CASE("who gives up answers 503 to all that waits, and takes nothing more") {
  Served served;
  std::future<HttpResult> waits =
      std::async(std::launch::async, [&] { return served.post("evt_1"); });
  std::this_thread::sleep_for(std::chrono::milliseconds{1000});
  served.committer.give_up();
  CHECK(waits.get().status == 503);
  CHECK(served.post("evt_2").status == 503);
  CHECK_FALSE(served.committer.is_healthy());
  CHECK_FALSE(served.clinic.log->read()->conversation(served.clinic.id()));
}

}  // namespace smsflow::committer_test
