#include "http/mail_client.h"

#include <doctest/doctest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "fake_server.h"

namespace smsflow::mail_client_test {
namespace {

using Replies = std::vector<std::string>;

// Greets, then answers each command with the next of `replies`; a reply of "hang" or "close" does
// that instead. The lines between DATA's 354 and the dot are one command.
auto scripted(Replies replies) {
  return [replies](FakePeer& peer) {
    peer.send("220 here\r\n");
    bool in_data = false;
    std::string got;
    for (const std::string& reply : replies) {
      const std::string end = in_data ? "\r\n.\r\n" : "\r\n";
      while (got.find(end) == std::string::npos) {
        const std::string more = peer.read_bytes();
        if (more.empty()) return;
        got += more;
      }
      got.erase(0, got.find(end) + end.size());
      if (reply == "hang") return peer.hang();
      if (reply == "close") return;
      in_data = reply.starts_with("354");
      peer.send(reply + "\r\n");
    }
  };
}

MailResult deliver(const Replies& replies, int timeout_ms = 3'000, bool public_only = false) {
  FakeServer server(scripted(replies));
  std::mutex mutex;
  std::condition_variable there;
  bool done = false;
  MailClient client([&] {
    const std::lock_guard lock(mutex);
    done = true;
    there.notify_one();
  });
  client.add({.server = "smtp://127.0.0.1:" + std::to_string(server.port()),
              .security = MailSecurity::kOpportunistic,
              .username = {},
              .password = {},
              .ca_file = {},
              .public_only = public_only,
              .from = "desk@x.example",
              .to = "maya@y.example",
              .message = "Subject: hi\r\n\r\n.hello\r\n",
              .timeout_ms = timeout_ms,
              .connect_timeout_ms = 1'000},
             7);
  std::unique_lock lock(mutex);
  REQUIRE(there.wait_for(lock, std::chrono::seconds(10), [&] { return done; }));
  lock.unlock();
  CHECK(client.in_flight() == 1);
  const std::vector<MailResult> results = client.take();
  REQUIRE(results.size() == 1);
  CHECK(results[0].tag == 7);
  CHECK(client.in_flight() == 0);
  return results[0];
}

}  // namespace

TEST_CASE("the dialogue tells what became of a mail") {
  struct Case {
    Replies replies;
    MailOutcome outcome;
    std::string detail;
  };
  const std::string kGo = "354 go ahead";
  for (const Case& one : std::vector<Case>{
           {{"250 x", "250 ok", "250 ok", kGo, "250 2.0.0 taken"},
            MailOutcome::kAccepted,
            "250 2.0.0"},
           {{"250 x", "550 5.1.7 no <desk@x.example>"}, MailOutcome::kRefused, "550 5.1.7"},
           {{"250 x", "250 ok", "550 5.1.1 no"}, MailOutcome::kRefused, "550 5.1.1"},
           {{"250 x", "250 ok", "450 4.2.0 greylisted"}, MailOutcome::kDeferred, "450 4.2.0"},
           {{"250 x", "250 ok", "250 ok", "451 later"}, MailOutcome::kDeferred, "451"},
           {{"250 x", "250 ok", "250 ok", kGo, "554 spam"}, MailOutcome::kRefused, "554"},
           {{"250 x", "250 ok", "250 ok", kGo, "452 full"}, MailOutcome::kDeferred, "452"}}) {
    CAPTURE(one.detail);
    const MailResult result = deliver(one.replies);
    CHECK(result.outcome == one.outcome);
    CHECK(result.detail == one.detail);
  }
}

TEST_CASE("a dialogue that breaks before DATA is repeated, after it nobody knows") {
  CHECK(deliver({"close"}).outcome == MailOutcome::kDeferred);
  CHECK(deliver({"421 too busy", "421 too busy"}).outcome == MailOutcome::kDeferred);
  CHECK(deliver({"250 x", "close"}).outcome == MailOutcome::kDeferred);
  CHECK(deliver({"250 x", "250 ok", "250 ok", "close"}).outcome == MailOutcome::kDeferred);
  CHECK(deliver({"250 x", "250 ok", "250 ok", "354 go", "close"}).outcome == MailOutcome::kUnknown);
}

TEST_CASE("a server that hangs costs the time given and a little for its goodbye") {
  const auto start = std::chrono::steady_clock::now();
  CHECK(deliver({"250 x", "hang"}, 300).outcome == MailOutcome::kDeferred);
  CHECK(deliver({"250 x", "250 ok", "250 ok", "354 go", "hang"}, 300).outcome ==
        MailOutcome::kUnknown);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(8));
}

TEST_CASE("a private server needs leave") {
  const MailResult result = deliver({"250 x"}, 1'000, true);
  CHECK(result.outcome == MailOutcome::kDeferred);
  CHECK(result.detail == "the address is not a public one");
}

TEST_CASE("a client may be dropped while a server hangs") {
  FakeServer server(scripted({"hang"}));
  const auto start = std::chrono::steady_clock::now();
  {
    MailClient client([] {});
    client.add({.server = "smtp://127.0.0.1:" + std::to_string(server.port()),
                .public_only = false,
                .from = "desk@x.example",
                .to = "maya@y.example",
                .message = "x"},
               1);
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

}  // namespace smsflow::mail_client_test
