#include "app/hook_outbox.h"

#include <chrono>

#include "app/dispatch.h"
#include "hook/delivery.h"
#include "scratch.h"
#include "tests/http/fake_server.h"

namespace smsflow::hook_outbox_test {
namespace {

const Instant kNoon = *parse_rfc3339("2026-03-02T12:00:00-06:00");

std::string answer(int status, const std::string& headers = {}) {
  return "HTTP/1.1 " + std::to_string(status) + " Word\r\n" + headers +
         "Content-Length: 0\r\nConnection: close\r\n\r\n";
}

// A log with a dispatcher, and a receiver that answers each hook as it is told.
class Receiver {
 public:
  explicit Receiver(const std::string& reply = answer(200))
      : receiver_([reply](FakePeer& peer) {
          if (!peer.read_request().empty()) peer.send(reply);
        }) {
    config.hooks["crm"] = {
        .name = "crm",
        .url = receiver_.url(),
        .secret_file = scratch_.file("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        .allow_private = true};
  }

  // A hook that is due, to `endpoint`.
  static Intent hook(const std::string& id, const std::string& endpoint = "crm") {
    Intent intent{.to = *PhoneNumber::from_e164("+13125550101")};
    intent.id = id;
    intent.channel = Channel::kHook;
    intent.step = "appointment.confirmed";
    intent.occurrence = id;
    intent.sender = endpoint;
    intent.text = R"({"type":"appointment.confirmed","data":{"key":")" + id + R"("}})";
    intent.planned_at = intent.due = intent.changed_at = kNoon;
    return intent;
  }
  void plan(const Intent& intent) {
    const auto transaction = log->write(clock.now());
    REQUIRE(transaction->write(IntentPlanned{intent}));
    transaction->commit();
  }
  // Until nothing that was due is on its way.
  void run(bool with_receivers = true) {
    const Receivers receivers(config);
    Dispatcher dispatcher(*log, programs, carriers, clock, with_receivers ? &receivers : nullptr,
                          DispatchOptions{.owner = "test", .real_time = false});
    dispatcher.run_until_idle();
  }
  Intent now(const std::string& id) { return *log->read()->intent(id); }
  std::vector<std::string> requests() const { return receiver_.requests(); }

 private:
  Scratch scratch_;
  FakeServer receiver_;

 public:
  Config config = default_config();
  ManualClock clock{kNoon};
  std::unique_ptr<Log> log = open_log(kInMemory, {});
  Programs programs{{""}, config};
  Carriers carriers{config};
};

}  // namespace

TEST_CASE("a hook that is due is posted once, under its own id, and signed") {
  Receiver receiver;
  receiver.plan(Receiver::hook("h1"));
  receiver.run();
  receiver.run();
  REQUIRE(receiver.requests().size() == 1);
  const std::string request = receiver.requests()[0];
  CHECK(request.find("webhook-id: h1") != std::string::npos);
  CHECK(request.find("webhook-signature: v1,") != std::string::npos);
  CHECK(request.find(R"("key":"h1")") != std::string::npos);
  CHECK(receiver.now("h1").state == IntentState::kDelivered);
  CHECK(receiver.now("h1").accepted_at == kNoon);
}

TEST_CASE("what a receiver's answer means for the hook") {
  struct Case {
    std::string reply;
    IntentState state;
    Duration later;
  };
  for (const Case& one : {
           Case{answer(204), IntentState::kDelivered, {}},
           Case{answer(410), IntentState::kRejected, {}},
           Case{answer(500), IntentState::kPlanned, hook_backoff(1)},
           Case{answer(404), IntentState::kPlanned, hook_backoff(1)},
           Case{answer(503, "Retry-After: 3600\r\n"), IntentState::kPlanned, std::chrono::hours{1}},
           Case{"", IntentState::kPlanned, hook_backoff(1)},  // it breaks off
       }) {
    CAPTURE(one.reply);
    Receiver receiver(one.reply);
    receiver.plan(Receiver::hook("h1"));
    receiver.run();
    CHECK(receiver.now("h1").state == one.state);
    CHECK(receiver.now("h1").due == kNoon + one.later);
    CHECK(receiver.now("h1").attempt == 1);
  }
}

TEST_CASE("a hook that fails is posted again under the same id, until it is given up") {
  Receiver receiver(answer(500));
  receiver.plan(Receiver::hook("h1"));
  for (int attempt = 1; attempt <= kMaxHookAttempts; ++attempt) {
    CHECK(receiver.now("h1").state == IntentState::kPlanned);
    receiver.clock.set(receiver.now("h1").due);
    receiver.run();
  }
  CHECK(receiver.now("h1").state == IntentState::kRejected);
  CHECK(receiver.now("h1").detail.find("given up") != std::string::npos);
  CHECK(receiver.requests().size() == static_cast<std::size_t>(kMaxHookAttempts));
  for (const std::string& request : receiver.requests()) {
    CHECK(request.find("webhook-id: h1") != std::string::npos);
  }
}

TEST_CASE("a hook of a process that ended goes out again") {
  Receiver receiver;
  Intent begun = Receiver::hook("h1");
  receiver.plan(begun);
  begun.state = IntentState::kPosting;
  begun.owner = "a process that ended";
  begun.attempt = 1;
  begun.deadline = kNoon + std::chrono::seconds{45};
  {
    const auto transaction = receiver.log->write(kNoon);
    REQUIRE(transaction->write(IntentMoved{begun, IntentState::kPlanned, "to crm"}));
    transaction->commit();
  }
  receiver.clock.set(kNoon + std::chrono::minutes{1});
  receiver.run();
  CHECK(receiver.now("h1").state == IntentState::kDelivered);
  CHECK(receiver.requests().size() == 1);
}

TEST_CASE("a hook that nobody wants is suppressed, with the reason") {
  struct Case {
    const char* endpoint;
    bool with_receivers;
  };
  for (const Case& one : {Case{"", true}, Case{"gone", true}, Case{"crm", false}}) {
    CAPTURE(one.endpoint);
    Receiver receiver;
    receiver.plan(Receiver::hook("h1", one.endpoint));
    receiver.run(one.with_receivers);
    CHECK(receiver.now("h1").state == IntentState::kSuppressed);
    CHECK(receiver.now("h1").block == BlockReason::kNoSender);
    CHECK(receiver.requests().empty());
  }
}

TEST_CASE("a hook whose payload was erased is not posted empty") {
  Receiver receiver;
  Intent erased = Receiver::hook("h1");
  erased.text.clear();
  receiver.plan(erased);
  receiver.run();
  CHECK(receiver.now("h1").state == IntentState::kSuppressed);
  CHECK(receiver.now("h1").block == BlockReason::kMissingField);
  CHECK(receiver.requests().empty());
}

TEST_CASE("one receiver that fails does not hold up another") {
  Receiver receiver(answer(500));
  FakeServer other([](FakePeer& peer) {
    if (!peer.read_request().empty()) peer.send(answer(200));
  });
  receiver.config.hooks["other"] = {.name = "other",
                                    .url = other.url(),
                                    .secret_file = receiver.config.hooks["crm"].secret_file,
                                    .allow_private = true};
  for (int i = 0; i < 20; ++i) {
    receiver.plan(Receiver::hook("c" + std::to_string(i)));
    receiver.plan(Receiver::hook("o" + std::to_string(i), "other"));
  }
  const Receivers receivers(receiver.config);
  Dispatcher dispatcher(*receiver.log, receiver.programs, receiver.carriers, receiver.clock,
                        &receivers, DispatchOptions{.owner = "test", .real_time = false});
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{4};
  while (other.requests().size() < 20 && std::chrono::steady_clock::now() < until) {
    dispatcher.turn(20);
  }
  CHECK(other.requests().size() == 20);
}

}  // namespace smsflow::hook_outbox_test
