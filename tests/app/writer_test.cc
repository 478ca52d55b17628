#include "app/writer.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <future>
#include <map>
#include <thread>

#include "app/capture.h"
#include "app/simulated_carrier.h"
#include "clinic_log.h"
#include "http/client.h"
#include "scratch.h"
#include "text/error.h"

namespace smsflow::writer_test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A writer behind a real server, as only a server makes responders. Each request posts a booking,
// with its body as the id of the event and the key of the row; "bad..." is of the clinic's contact.
class Served {
 public:
  explicit Served(int patience_ms = 5'000) : patience_ms_(patience_ms) {
    serves_ = std::thread([this] { server_.run(); });
  }
  ~Served() {
    writer.arrivals().close();
    if (writes_.valid()) writes_.wait();
    server_.stop();
    serves_.join();
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  void run() {
    writes_ = std::async(std::launch::async, [this] {
      try {
        writer.run();
      } catch (...) {
        writer.arrivals().give_up();
        throw;
      }
    });
  }
  // By itself: throws what it ended with.
  void ends() { writes_.get(); }
  HttpResult post(const std::string& event) const {
    HttpCall call;
    call.url = fmt::format("http://127.0.0.1:{}/events/appointment", server_.port());
    call.body = event;
    return perform(std::move(call));
  }
  std::vector<std::future<HttpResult>> post_all(const std::vector<std::string>& events) const {
    std::vector<std::future<HttpResult>> answers;
    for (const std::string& event : events) {
      answers.push_back(std::async(std::launch::async, [this, event] { return post(event); }));
    }
    const auto until = steady_clock::now() + milliseconds{5'000};
    while (arrived < static_cast<int>(events.size()) && steady_clock::now() < until) {
      std::this_thread::sleep_for(milliseconds{1});
    }
    return answers;
  }
  bool knows(const std::string& event) {
    return clinic.log->read()->record_seen("appointment", event).has_value();
  }
  IntentState state(const std::string& event) {
    const std::string id = conversation_id("appointment", event);
    const std::string ask = clinic.log->read()->conversation(id)->ask_intent;
    return clinic.log->read()->intent(ask)->state;
  }
  void wait_for(const std::string& event, IntentState wanted) {
    const auto until = steady_clock::now() + milliseconds{5'000};
    while (state(event) != wanted && steady_clock::now() < until) {
      std::this_thread::sleep_for(milliseconds{5});
    }
    CHECK(state(event) == wanted);
  }
  static RecordSnapshot booking(const std::string& event) {
    RecordSnapshot record = ClinicLog::booking();
    record.key = event;
    if (!event.starts_with("bad")) record.phone = *PhoneNumber::from_e164("+13125550199");
    return record;
  }
  // As a bad disk or a careless hand would damage what is known of the clinic's contact.
  void damage_contact() {
    {
      const auto log = clinic.log->write(ClinicLog::kNow);
      const Contact contact{.phone = ClinicLog::phone(),
                            .consents = {{"*", true, "form", "", ClinicLog::kNow}}};
      log->write(ContactChanged{contact, "consent", ""});
      log->commit();
    }
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(scratch.path("log.db").c_str(), &database) == SQLITE_OK);
    sqlite3_busy_timeout(database, 5'000);
    CHECK(sqlite3_exec(database, "UPDATE contact_state SET consents = 'x'", nullptr, nullptr,
                       nullptr) == SQLITE_OK);
    CHECK(sqlite3_changes(database) == 1);
    sqlite3_close(database);
  }

  struct Fixed : Clock {
    Instant now() const override { return ClinicLog::kNow; }
  };
  Scratch scratch;
  ClinicLog clinic;
  Fixed clock;
  std::atomic<int> alarms{0};
  std::atomic<int> arrived{0};
  Alarm alarm{[this](const std::string&) { alarms += 1; }};
  RequestFile quarantine{scratch.path("quarantine")};
  RequestFile capture{scratch.file("capture", "")};

 private:
  Log& open() {
    clinic.log = open_log(scratch.path("log.db"), {.writer = "test"});
    return *clinic.log;
  }
  int patience_ms_;
  Config config_ = default_config();
  Carriers carriers_{config_, std::make_unique<SimulatedCarrier>("simulated")};

 public:
  Dispatcher dispatcher{open(), clinic.programs, carriers_, clock, nullptr, {.owner = "test"}};
  Writer writer{*clinic.log, clinic.programs, dispatcher, clock,
                alarm,       quarantine,      &capture,   patience_ms_};

 private:
  HttpServer server_{"127.0.0.1:0", {}, [this](HttpRequest request, Responder responder) {
                       const PostedRecord posted{booking(request.body), request.body};
                       writer.arrivals().add({.provider = nullptr,
                                              .request = std::move(request),
                                              .url = {},
                                              .news = posted,
                                              .responder = std::move(responder),
                                              .answer = {}});
                       arrived += 1;
                     }};
  std::thread serves_;
  std::future<void> writes_;
};

std::map<int, int> statuses(std::vector<std::future<HttpResult>>& answers) {
  std::map<int, int> counted;
  for (std::future<HttpResult>& answer : answers) counted[answer.get().status] += 1;
  return counted;
}

// Writes of this process that would make a file longer than now fail, as on a full disk.
class FullDisk {
 public:
  explicit FullDisk(const std::string& file) {
    std::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
    rlimit limit = before_;
    limit.rlim_cur = std::filesystem::file_size(file);
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
};

}  // namespace

TEST_CASE("what is answered 200 is in the log, and its text leaves behind it") {
  Served served;
  served.run();
  const HttpResult answer = served.post("evt_1");
  CHECK(answer.status == 200);
  CHECK(answer.body.starts_with("planned: "));
  CHECK(served.knows("evt_1"));
  CHECK(served.post("evt_1").body.starts_with("repeat: "));
  served.wait_for("evt_1", IntentState::kAccepted);
  // A business system's event is no webhook of a carrier: --capture leaves it out.
  CHECK(std::filesystem::file_size(served.capture.path()) == 0);
}

TEST_CASE("an arrival wakes the writer, which waits for nothing") {
  Served served;
  served.run();
  std::vector<steady_clock::duration> waits;
  for (int i = 0; i < 9; ++i) {
    std::this_thread::sleep_for(milliseconds{30});  // it has come to rest
    const auto asked = steady_clock::now();
    CHECK(served.post(fmt::format("evt_{}", i)).status == 200);
    waits.push_back(steady_clock::now() - asked);
  }
  std::sort(waits.begin(), waits.end());
  CHECK(waits[4] < milliseconds{60});
}

TEST_CASE("what waits when it closes is taken, what comes later is answered 503") {
  Served served;
  std::vector<std::future<HttpResult>> waiting = served.post_all({"a", "b", "c", "d", "e"});
  served.writer.arrivals().close();
  CHECK(served.post("late").status == 503);
  served.run();
  CHECK(statuses(waiting) == std::map<int, int>{{200, 5}});
  CHECK(served.knows("e"));
  CHECK_FALSE(served.knows("late"));
}

TEST_CASE("a request that cannot be decided costs itself only, and is kept") {
  Served served;
  served.run();
  CHECK(served.post("bad_1").status == 200);
  served.damage_contact();
  std::vector<std::future<HttpResult>> answers;
  {
    // All of them in one transaction.
    const auto held = served.clinic.log->write(ClinicLog::kNow);
    answers = served.post_all({"a", "b", "bad_2", "c", "d"});
  }
  CHECK(statuses(answers) == std::map<int, int>{{200, 4}, {503, 1}});
  CHECK(served.knows("d"));
  CHECK_FALSE(served.knows("bad_2"));
  CHECK(std::filesystem::file_size(served.quarantine.path()) > 0);
  CHECK(served.alarms == 1);
}

TEST_CASE("a row of the outbox that cannot be decided costs no request") {
  Served served;
  CHECK(served.clinic.see(Served::booking("bad")).handled == "planned");
  served.damage_contact();
  std::vector<std::future<HttpResult>> answers = served.post_all({"a", "b"});
  served.run();
  CHECK(statuses(answers) == std::map<int, int>{{200, 2}});
  served.wait_for("a", IntentState::kAccepted);
  served.writer.arrivals().close();
  served.ends();
  CHECK(served.dispatcher.counts().set_aside == 1);
  CHECK(served.state("bad") == IntentState::kPlanned);
}

TEST_CASE("while another process writes requests wait, and are answered 503 after their patience") {
  Served served(400);
  served.run();
  CHECK(served.post("first").status == 200);
  const auto other = open_log(served.scratch.path("log.db"), {.writer = "other"});
  {
    auto held = other->write(ClinicLog::kNow);
    std::future<HttpResult> patient =
        std::async(std::launch::async, [&] { return served.post("patient"); });
    std::this_thread::sleep_for(milliseconds{150});
    held.reset();
    CHECK(patient.get().status == 200);
  }
  {
    const auto held = other->write(ClinicLog::kNow);
    const auto asked = steady_clock::now();
    CHECK(served.post("late").status == 503);
    CHECK(steady_clock::now() - asked >= milliseconds{400});
  }
  CHECK(served.post("late").status == 200);
  CHECK(served.alarms >= 1);
}

TEST_CASE("a commit in doubt answers nobody 2xx, and ends it") {
  Served served;
  served.run();
  CHECK(served.post("first").status == 200);
  std::vector<std::future<HttpResult>> answers;
  {
    const FullDisk full(served.scratch.path("log.db-wal"));
    answers = served.post_all({"a", "b"});
    CHECK(statuses(answers) == std::map<int, int>{{503, 2}});
  }
  CHECK_THROWS_AS(served.ends(), Error);
  CHECK(served.post("later").status == 503);
}

TEST_CASE("who gives up answers 503 to all that waits, and takes nothing more") {
  Served served;
  std::vector<std::future<HttpResult>> waiting = served.post_all({"a", "b"});
  served.writer.arrivals().give_up();
  CHECK(statuses(waiting) == std::map<int, int>{{503, 2}});
  CHECK(served.post("late").status == 503);
  CHECK_FALSE(served.knows("a"));
}

}  // namespace smsflow::writer_test
