#include "app/service.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <sstream>
#include <thread>

#include "app/capture.h"
#include "app/which_log.h"
#include "http/client.h"
#include "store/owner_lock.h"
#include "tests/tree.h"
#include "text/error.h"

namespace smsflow::service_test {
using std::chrono::milliseconds;

namespace {

const std::string kToken = "0123456789abcdef0123";

class Serving {
 public:
  Serving() {
    std::string name = (std::filesystem::temp_directory_path() / "smsflow-serve-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    for (const char* file : {"secret", "token"}) {
      std::ofstream(folder_ / file) << kToken << "\n";
      ::chmod((folder_ / file).c_str(), 0600);
    }
    config.providers["main"] = {.name = "main",
                                .kind = "kannel",
                                .account = "a",
                                .secret_file = folder_ / "secret",
                                .api_url = "http://127.0.0.1:1",
                                .token_file = folder_ / "token"};
    config.senders["main"] = {.name = "main", .numbers = {"+13125550100"}, .provider = "main"};
    config.queues["front-desk"].name = "front-desk";
    config.queues["scheduler"].name = "scheduler";
  }
  ~Serving() {
    stop();
    std::filesystem::remove_all(folder_);
  }
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  void start(int busy_ms = 5'000, bool with_log = true) {
    if (with_log) create_log(log_path(), std::nullopt);
    service = std::make_unique<Service>(
        config, clock_,
        ServiceOptions{.listen = "127.0.0.1:0",
                       .log = log_path(),
                       .workflows = {in_tree("workflows/appointment.toml")},
                       .owner = random_owner(),
                       .busy_ms = busy_ms});
    runs_ = std::async(std::launch::async, [this] { service->run(); });
  }
  void stop() {
    if (!service) return;
    service->stop();
    runs_.get();
    service.reset();
  }
  // By itself: what it ended with.
  void ends() {
    std::future<void> runs = std::move(runs_);
    const std::unique_ptr<Service> ended = std::move(service);
    runs.get();
  }
  std::string log_path() const { return folder_ / "log.db"; }
  std::string quarantine() const {
    std::ifstream file(log_path() + ".quarantine");
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  }
  // The status a text gets; 0 when there is no answer.
  int text(int id, const std::string& words = "hello") const {
    HttpCall call;
    call.method = "GET";
    call.url = fmt::format(
        "http://127.0.0.1:{}/kannel/{}/inbound?id=m{}&from=%2B1312666{}&to=%2B13125550100&text={}",
        service->port(), kToken, id, 1000 + id, words);
    return perform(std::move(call)).status;
  }
  std::int64_t texts() const {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(log_path().c_str(), &database) == SQLITE_OK);
    sqlite3_stmt* count = nullptr;
    REQUIRE(sqlite3_prepare_v2(database, "SELECT count(*) FROM reply", -1, &count, nullptr) ==
            SQLITE_OK);
    REQUIRE(sqlite3_step(count) == SQLITE_ROW);
    const std::int64_t found = sqlite3_column_int64(count, 0);
    sqlite3_finalize(count);
    sqlite3_close(database);
    return found;
  }

  Config config;
  std::unique_ptr<Service> service;

 private:
  SystemClock clock_;
  std::filesystem::path folder_;
  std::future<void> runs_;
};

}  // namespace

TEST_CASE("a log that is busy costs 503s, and the server lives on") {
  Serving serving;
  serving.start(50);
  CHECK(serving.text(1) == 200);
  {
    const auto other = open_log(serving.log_path(), {.writer = "other"});
    const auto held = other->write(SystemClock().now());
    CHECK(serving.text(2) == 503);
    std::this_thread::sleep_for(milliseconds{1500});  // the dispatcher too waits in vain
    CHECK(serving.text(3) == 503);
  }
  CHECK(serving.text(2) == 200);
  CHECK(serving.text(4) == 200);
  CHECK(serving.texts() == 3);
  CHECK(serving.quarantine().empty());
}

TEST_CASE("a log that is slow is a slow answer") {
  Serving serving;
  serving.start();
  CHECK(serving.text(1) == 200);
  const auto other = open_log(serving.log_path(), {.writer = "other"});
  auto held = other->write(SystemClock().now());
  std::future<int> answer = std::async(std::launch::async, [&] { return serving.text(2); });
  CHECK(answer.wait_for(milliseconds{700}) == std::future_status::timeout);
  held.reset();
  CHECK(answer.get() == 200);
}

TEST_CASE("a request that cannot be decided gets 503 and is kept; the others are taken") {
  Serving serving;
  serving.start();
  CHECK(serving.text(1, "STOP") == 200);
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(serving.log_path().c_str(), &database) == SQLITE_OK);
  sqlite3_busy_timeout(database, 5'000);
  CHECK(sqlite3_exec(database, "UPDATE contact_state SET consents = 'x'", nullptr, nullptr,
                     nullptr) == SQLITE_OK);
  sqlite3_close(database);
  std::vector<std::future<int>> answers;
  for (int id = 2; id < 12; ++id) {
    answers.push_back(std::async(std::launch::async, [&serving, id] { return serving.text(id); }));
  }
  HttpCall call;
  call.method = "GET";
  call.url = fmt::format(
      "http://127.0.0.1:{}/kannel/{}/inbound?id=again&from=%2B13126661001&to=%2B13125550100"
      "&text=START+4111+1111+1111+1111",
      serving.service->port(), kToken);
  CHECK(perform(call).status == 503);
  for (std::future<int>& answer : answers) CHECK(answer.get() == 200);
  const std::string kept = serving.quarantine();
  CHECK(std::count(kept.begin(), kept.end(), '\n') == 1);
  const ParsedCapture parsed = parse_capture_line(kept);
  CHECK(parsed.fault.empty());
  CHECK(parsed.value.id == "again");
  CHECK(parsed.value.provider == "kannel");
  CHECK(kept.find("1111+1111+1111") == std::string::npos);
  struct stat status {};
  REQUIRE(::stat((serving.log_path() + ".quarantine").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("a log that was cut costs a 503, and then the server ends") {
  Serving serving;
  serving.start();
  CHECK(serving.text(1) == 200);
  std::filesystem::resize_file(serving.log_path(), 0);
  std::this_thread::sleep_for(milliseconds{700});  // the dispatcher finds it first
  CHECK(serving.text(2) == 503);
  CHECK_THROWS_AS(serving.ends(), LogGone);
}

TEST_CASE("what was accepted is answered when the server stops") {
  Serving serving;
  serving.start();
  CHECK(serving.text(1) == 200);
  const auto other = open_log(serving.log_path(), {.writer = "other"});
  auto held = other->write(SystemClock().now());
  std::vector<std::future<int>> answers;
  for (int id = 2; id < 66; ++id) {
    answers.push_back(std::async(std::launch::async, [&serving, id] { return serving.text(id); }));
  }
  std::this_thread::sleep_for(milliseconds{400});
  serving.service->stop();
  std::this_thread::sleep_for(milliseconds{200});
  held.reset();
  std::map<int, int> statuses;
  for (std::future<int>& answer : answers) statuses[answer.get()] += 1;
  CHECK(statuses == std::map<int, int>{{200, 64}});
  serving.stop();
  CHECK(serving.texts() == 65);
}

TEST_CASE("a queue that nobody configured is refused before a log is made") {
  Serving serving;
  serving.config.queues.erase("scheduler");
  CHECK_THROWS_WITH_AS(serving.start(5'000, false),
                       "workflow appointment hands off to queue scheduler, which the configuration "
                       "does not name",
                       Error);
  CHECK_FALSE(std::filesystem::exists(serving.log_path()));
}

}  // namespace smsflow::service_test
