#include "http/exchange.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "fake_server.h"
#include "http/client.h"
#include "raw_client.h"
#include "tls_server.h"

namespace smsflow::exchange_test {
namespace {

using Script = std::function<void(FakePeer&)>;

constexpr HttpOutcome kAnswered = HttpOutcome::kAnswered;
constexpr HttpOutcome kNotSent = HttpOutcome::kNotSent;
constexpr HttpOutcome kBroken = HttpOutcome::kBroken;

HttpCall call_to(const std::string& url) {
  HttpCall call;
  call.url = url;
  call.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  call.body = "To=%2B15550100&Body=Hi";
  return call;
}

// For those that wait in vain.
HttpCall impatient_call_to(const std::string& url) {
  HttpCall call = call_to(url);
  call.timeout_ms = 300;
  call.connect_timeout_ms = 200;
  return call;
}

Script answer_with(const std::string& bytes) {
  return [bytes](FakePeer& peer) {
    if (!peer.read_request().empty()) peer.send(bytes);
  };
}

std::string ok_answer(const std::string& body) {
  return "HTTP/1.1 201 Created\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

TEST_CASE("a request goes out as it was made, and the answer comes back whole") {
  FakeServer server(
      answer_with("HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n"
                  "HTTP/1.1 201 Created\r\nX-A:  b \r\nX-Empty:\r\nX-A: c\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n3\r\na\tb\r\n0\r\nX-T: 1\r\n\r\n"));
  HttpCall call = call_to(server.url() + "?a=%20b");
  call.headers.emplace_back("X-None", "");
  call.basic_user = "AC1";
  call.basic_password = "s:cret";
  call.body = std::string("a\0b", 3);
  const HttpResult result = perform(call);
  CHECK(result.outcome == kAnswered);
  CHECK(result.status == 201);
  CHECK(result.body == "a\tb");
  CHECK(result.problem.empty());
  CHECK(result.headers ==
        Headers{{"X-A", "b"}, {"X-Empty", ""}, {"X-A", "c"}, {"Transfer-Encoding", "chunked"}});
  REQUIRE(server.requests().size() == 1);
  CHECK(server.requests()[0] ==
        "POST /send?a=%20b HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
            "\r\nAuthorization: Basic QUMxOnM6Y3JldA==\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nX-None:\r\n"
            "User-Agent: smsflow\r\nContent-Length: 3\r\n\r\n" +
            call.body);
}

TEST_CASE("methods go out by their names") {
  FakeServer server(answer_with("HTTP/1.1 204 No Content\r\n\r\n"));
  for (const char* method : {"GET", "HEAD", "PUT", "DELETE"}) {
    CAPTURE(method);
    HttpCall call = call_to(server.url());
    call.method = method;
    if (call.method != "PUT") call.body.clear();
    CHECK(perform(call).outcome == kAnswered);
    CHECK(server.requests().back().starts_with(std::string(method) + " /send HTTP/1.1\r\n"));
    CHECK(server.requests().back().ends_with("\r\n\r\n" + call.body));
  }
}

TEST_CASE("the outcome says whether the other side could have acted, and it is asked once") {
  struct Case {
    const char* name;
    Script script;
    HttpOutcome outcome;
    int status;
    bool hangs = false;
  };
  const Case cases[] = {
      {"accepted", answer_with(ok_answer("{}")), kAnswered, 201},
      {"refused", answer_with("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), kAnswered,
       400},
      {"failed", answer_with("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"), kAnswered, 503},
      {"until the end", answer_with("HTTP/1.1 200 OK\r\n\r\nabc"), kAnswered, 200},
      {"end without a byte", answer_with(""), kBroken, 0},
      {"reset without a byte",
       [](FakePeer& peer) {
         peer.read_request();
         peer.reset();
       },
       kBroken, 0},
      {"hang",
       [](FakePeer& peer) {
         peer.read_request();
         peer.hang();
       },
       kBroken, 0, true},
      {"cut in the status line", answer_with("HTTP/1.1 20"), kBroken, 0},
      {"cut in the header", answer_with("HTTP/1.1 201 Created\r\nContent-Le"), kBroken, 201},
      {"cut after a header", answer_with("HTTP/1.1 201 Created\r\nX-A: b\r\n"), kBroken, 201},
      {"cut in the body", answer_with("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), kBroken,
       200},
      {"cut in the chunks",
       answer_with("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"), kBroken, 200},
      {"interim only", answer_with("HTTP/1.1 100 Continue\r\n\r\n"), kBroken, 100},
      {"not HTTP", answer_with("220 mail.example.com ESMTP\r\n"), kBroken, 0},
      {"silly length", answer_with("HTTP/1.1 200 OK\r\nContent-Length: banana\r\n\r\nabc"), kBroken,
       200},
      {"large body", answer_with(ok_answer(std::string(257 * 1024, 'a'))), kBroken, 201},
      {"endless header",
       [](FakePeer& peer) {
         peer.read_request();
         peer.send("HTTP/1.1 200 OK\r\n");
         while (peer.send("X-A: " + std::string(1000, 'a') + "\r\n")) continue;
       },
       kBroken, 200},
      {"endless body",
       [](FakePeer& peer) {
         peer.read_request();
         peer.send("HTTP/1.1 200 OK\r\n\r\n");
         while (peer.send(std::string(1000, 'a'))) continue;
       },
       kBroken, 200},
      {"dripping header",
       [](FakePeer& peer) {
         peer.read_request();
         peer.send("HTTP/1.1 200 OK\r\nX: ");
         while (peer.drip("a")) continue;
       },
       kBroken, 200, true},
      {"dripping body",
       [](FakePeer& peer) {
         peer.read_request();
         peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
         while (peer.drip("a")) continue;
       },
       kBroken, 200, true},
      {"a bomb that was not asked for",
       answer_with("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"),
       kAnswered, 200},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    FakeServer server(c.script);
    const HttpResult result =
        perform(c.hangs ? impatient_call_to(server.url()) : call_to(server.url()));
    CHECK(result.outcome == c.outcome);
    CHECK(result.problem.empty() == (c.outcome == kAnswered));
    CHECK(result.seconds < 5.0);
    CHECK(result.body.size() <= 256 * 1024);
    if (c.outcome == kAnswered) CHECK(result.status == c.status);
    CHECK(server.requests().size() == 1);
    CHECK(server.connections() == 1);
  }
}

TEST_CASE("redirects are answers, never followed") {
  FakeServer target(answer_with(ok_answer("")));
  for (const int status : {301, 302, 303, 307, 308}) {
    CAPTURE(status);
    FakeServer server(answer_with("HTTP/1.1 " + std::to_string(status) +
                                  " Elsewhere\r\nLocation: " + target.url() +
                                  "\r\nContent-Length: 0\r\n\r\n"));
    const HttpResult result = perform(call_to(server.url()));
    CHECK(result.outcome == kAnswered);
    CHECK(result.status == status);
    CHECK(find_header(result.headers, "location") == target.url());
  }
  CHECK(target.connections() == 0);
}

TEST_CASE("a password is shown once, unasked, and not again when it is refused") {
  FakeServer server(
      answer_with("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"a\", "
                  "nonce=\"b\"\r\nContent-Length: 0\r\n\r\n"));
  HttpCall call = call_to(server.url());
  call.basic_user = "a";
  call.basic_password = "b";
  CHECK(perform(call).status == 401);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a call that reaches nobody was not sent") {
  int closed_port = 0;
  {
    FakeServer gone([](FakePeer&) {});
    closed_port = gone.port();
  }
  const std::string refused = "127.0.0.1:" + std::to_string(closed_port);
  const std::string urls[] = {
      "http://" + refused + "/",
      "https://" + refused + "/",
      "http://nowhere.invalid/",
      "http://user:secret@" + refused + "/",
      "http:///",
      "http://[::1/",
      "http://127.0.0.1:99999/",
      "http://127.0.0.1/a b\r\nX: y",
      refused + "/",
      "file:///etc/passwd",
      "ftp://" + refused + "/",
      "gopher://" + refused + "/",
      "",
      std::string("http://a\0b/", 11),
  };
  for (const std::string& url : urls) {
    CAPTURE(url);
    const HttpResult result = perform(impatient_call_to(url));
    CHECK(result.outcome == kNotSent);
    CHECK_FALSE(result.problem.empty());
    CHECK(result.problem.find("secret") == std::string::npos);
    CHECK(result.body.empty());
  }
}

TEST_CASE("a connection that is not taken in time was not used") {
  // A full queue of waiting connections: the kernel ignores further ones.
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(fd, 0) == 0);
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  const RawClient waiting(ntohs(address.sin_port));

  const std::string url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
  const HttpResult result = perform(impatient_call_to(url));
  CHECK(result.outcome == kNotSent);
  CHECK(result.seconds >= 0.19);
  CHECK(result.seconds < 5.0);
  ::close(fd);
}

TEST_CASE("a call that would be two, or another, is not made") {
  FakeServer server(answer_with(ok_answer("")));
  const auto outcome_with = [&](const std::function<void(HttpCall&)>& spoil) {
    HttpCall call = call_to(server.url());
    spoil(call);
    return perform(call).outcome;
  };
  CHECK(outcome_with([](HttpCall& call) { call.method = "GET / HTTP/1.1\r\nX: y"; }) == kNotSent);
  CHECK(outcome_with([](HttpCall& call) { call.method = ""; }) == kNotSent);
  CHECK(outcome_with([](HttpCall& call) { call.headers = {{"X", "a\r\nY: b"}}; }) == kNotSent);
  CHECK(outcome_with([](HttpCall& call) { call.headers = {{"X", "a\nb"}}; }) == kNotSent);
  CHECK(outcome_with([](HttpCall& call) { call.headers = {{"X: y\r\nZ", "a"}}; }) == kNotSent);
  CHECK(outcome_with([](HttpCall& call) { call.headers = {{"", "a"}}; }) == kNotSent);
  CHECK(server.connections() == 0);
}

TEST_CASE("nothing is said in the clear to who can't speak TLS") {
  std::string seen;
  const Script scripts[] = {
      [&](FakePeer& peer) {
        seen = peer.read_bytes();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      },
      [&](FakePeer& peer) { seen = peer.read_bytes(); },
      [&](FakePeer& peer) {
        seen = peer.read_bytes();
        peer.reset();
      },
      [&](FakePeer& peer) {
        seen = peer.read_bytes();
        peer.hang();
      },
  };
  for (const Script& script : scripts) {
    {
      FakeServer server(script);
      const HttpResult result = perform(impatient_call_to(server.url("https")));
      CAPTURE(result.problem);
      CHECK(result.outcome == kNotSent);
    }
    CHECK(seen.find("15550100") == std::string::npos);
    CHECK(seen.substr(0, 2) == "\x16\x03");
  }
}

TEST_CASE("only a certificate that is trusted and names the host is spoken to") {
  struct Case {
    const char* name;
    const char* subject;
    bool trusted;
    HttpOutcome outcome;
  };
  const Case cases[] = {{"trusted", "IP:127.0.0.1", true, kAnswered},
                        {"unknown", "IP:127.0.0.1", false, kNotSent},
                        {"another host", "DNS:api.example.com", true, kNotSent}};
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const TlsServer server(c.subject);
    REQUIRE(server.port() > 0);
    HttpCall call = call_to("https://127.0.0.1:" + std::to_string(server.port()) + "/");
    call.method = "GET";
    call.body.clear();
    HttpLimits limits;
    if (c.trusted) limits.ca_file = server.certificate();
    const HttpResult result = perform(call, limits);
    CAPTURE(result.problem);
    CHECK(result.outcome == c.outcome);
  }
  HttpLimits broken;
  broken.ca_file = "/nonexistent/ca.pem";
  CHECK(perform(impatient_call_to("https://127.0.0.1:1/"), broken).outcome == kNotSent);
}

TEST_CASE("with private addresses forbidden, no spelling of one gets through") {
  FakeServer server(answer_with(ok_answer("")));
  HttpLimits limits;
  limits.allow_private = false;
  for (const char* host :
       {"127.0.0.1", "localhost", "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "0.0.0.0", "0",
        "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "127.0.0.1.", "10.0.0.1",
        "169.254.169.254"}) {
    CAPTURE(host);
    const HttpResult result = perform(impatient_call_to("http://" + std::string(host) + ":" +
                                                        std::to_string(server.port()) + "/"),
                                      limits);
    CHECK(result.outcome == kNotSent);
    // A name that could not be looked up would pass for a wrong reason.
    if (std::string_view(host) == "127.0.0.1") {
      CHECK(result.problem == "the address is not a public one");
    }
  }
  CHECK(server.connections() == 0);
  CHECK(perform(call_to(server.url())).outcome == kAnswered);
}

}  // namespace
TEST_CASE("a call may be for the public only, beside others that are not") {
  FakeServer server(answer_with(ok_answer("")));
  HttpCall call = call_to(server.url());
  call.public_only = true;
  const HttpResult refused = perform(call);
  CHECK(refused.outcome == kNotSent);
  CHECK(refused.problem == "the address is not a public one");
  call.public_only = false;
  CHECK(perform(call).outcome == kAnswered);
}

TEST_CASE("where the status is all, what follows the header changes nothing") {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";
  for (const Script& script :
       {Script(answer_with(head)), Script(answer_with(head + std::string(400'000, 'x'))),
        Script([&](FakePeer& peer) {
          if (!peer.read_request().empty() && peer.send(head)) peer.hang();
        }),
        Script(answer_with("HTTP/1.1 204 No Content\r\n\r\n"))}) {
    FakeServer server(script);
    HttpCall call = impatient_call_to(server.url());
    call.status_only = true;
    const HttpResult result = perform(call);
    CHECK(result.outcome == kAnswered);
    CHECK(result.status / 100 == 2);
    CHECK(result.body.empty());
    CHECK(result.problem.empty());
  }
  for (const char* cut : {"HTTP/1.1 200 OK\r\nConte", "HTTP/1.1 100 Continue\r\n\r\n", "garbage"}) {
    CAPTURE(cut);
    FakeServer server(answer_with(cut));
    HttpCall call = impatient_call_to(server.url());
    call.status_only = true;
    CHECK(perform(call).outcome == kBroken);
  }
}

}  // namespace smsflow::exchange_test
