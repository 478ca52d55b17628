#include "app/request_file.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>
#include <thread>

#include "app/capture.h"
#include "http/client.h"
#include "http/server.h"
#include "scratch.h"
#include "text/error.h"

namespace smsflow::request_file_test {
namespace {

std::string read_all(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// What is kept of a request that came over HTTP.
std::string kept_of(HttpCall call, bool masked) {
  std::string kept;
  HttpServer server("127.0.0.1:0", {}, [&](HttpRequest request, Responder responder) {
    PostedRecord posted;
    posted.id = "evt_1";
    const std::string url = "https://h.example" + request.target;
    const Arrived arrived{.provider = nullptr,
                          .request = std::move(request),
                          .url = url,
                          .news = posted,
                          .responder = std::move(responder),
                          .answer = {}};
    kept = request_line(arrived, masked);
  });
  std::thread serves([&] { server.run(); });
  call.url = fmt::format("http://127.0.0.1:{}{}", server.port(), call.url);
  CHECK(perform(std::move(call)).status == 503);  // nobody answered it
  server.stop();
  serves.join();
  return kept;
}

}  // namespace

TEST_CASE("lines are appended to a file that only its owner reads") {
  const Scratch scratch;
  const std::string path = scratch.file("other", "") + ".quarantine";
  {
    RequestFile file(path);
    CHECK_FALSE(std::filesystem::exists(path));
    file.append("one\n", true);
    file.append("two\n", false);
  }
  RequestFile(path).append("three\n", true);
  CHECK(read_all(path) == "one\ntwo\nthree\n");
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("a file that cannot be made is a failure that names it") {
  const Scratch scratch;
  const std::string path = scratch.file("folder", "") + "/quarantine";
  RequestFile file(path);
  try {
    file.open();
    FAIL("opened");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kOutside);
    CHECK(error.where() == path);
  }
}

TEST_CASE("a line is a capture that can be replayed") {
  HttpCall call;
  call.url = "/events/appointment?at=1";
  call.headers = {{"Content-Type", "application/json"}};
  call.body = R"({"note":"4111 1111 1111 1111"})";
  const std::string line = kept_of(call, false);
  CHECK(line.ends_with("}\n"));
  const ParsedCapture parsed = parse_capture_line(line);
  REQUIRE(parsed.fault.empty());
  CHECK(parsed.value.id == "evt_1");
  CHECK(parsed.value.provider == "events");
  CHECK(parsed.value.url == "https://h.example/events/appointment?at=1");
  CHECK(parsed.value.request.body == call.body);
}

TEST_CASE("a card number is blacked out in a body, a form and a query") {
  HttpCall json;
  json.url = "/events/appointment?note=4111%201111%201111%201111";
  json.headers = {{"Content-Type", "application/json"}};
  json.body = R"({"note":"4111 1111 1111 1111"})";
  HttpCall form = json;
  form.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  form.body = "Body=my+card+4111+1111+1111+1111&From=%2B13125550101";
  for (const HttpCall& call : {json, form}) {
    const std::string line = kept_of(call, true);
    const ParsedCapture parsed = parse_capture_line(line);
    REQUIRE(parsed.fault.empty());
    CHECK(parsed.value.url.find("4111") == std::string::npos);
    CHECK(parsed.value.request.body.find("4111") == std::string::npos);
  }
  CHECK(kept_of(form, true).find("13125550101") != std::string::npos);
}

}  // namespace smsflow::request_file_test
