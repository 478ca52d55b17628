#include "app/mail_outbox.h"

#include <chrono>

#include "app/dispatch.h"
#include "scratch.h"
#include "tests/http/fake_server.h"

namespace smsflow::mail_outbox_test {
namespace {

const Instant kNoon = *parse_rfc3339("2026-03-02T12:00:00-06:00");

// A mail server that answers the end of a mail with `verdict`, and keeps what it was given.
class FakeMailServer {
 public:
  explicit FakeMailServer(std::string verdict)
      : server_([this, verdict](FakePeer& peer) { talk(peer, verdict); }) {}
  std::string url() const { return "smtp://127.0.0.1:" + std::to_string(server_.port()); }
  std::string got() const {
    const std::lock_guard lock(mutex_);
    return got_;
  }

 private:
  void talk(FakePeer& peer, const std::string& verdict) {
    peer.send("220 here\r\n");
    bool in_data = false;
    std::string line;
    for (;;) {
      const std::string end = in_data ? "\r\n.\r\n" : "\r\n";
      while (line.find(end) == std::string::npos) {
        const std::string more = peer.read_bytes();
        if (more.empty()) return;
        const std::lock_guard lock(mutex_);
        got_ += more;
        line += more;
      }
      const bool begins_data = line.starts_with("DATA");
      const bool quits = !in_data && line.starts_with("QUIT");
      line.erase(0, line.find(end) + end.size());
      if (in_data && verdict.empty()) return;  // it breaks off
      if (quits) {
        peer.send("221 bye\r\n");
        return;
      }
      peer.send(begins_data ? "354 go on\r\n" : in_data ? verdict + "\r\n" : "250 fine\r\n");
      in_data = begins_data;
    }
  }

  mutable std::mutex mutex_;
  std::string got_;
  FakeServer server_;  // last: its threads use what is above
};

struct Office {
  explicit Office(const std::string& verdict = "250 taken") : server(verdict) {
    config.mail = {.server = server.url(),
                   .from = "Front desk <desk@clinic.example>",
                   .starttls = "none",
                   .allow_private = true};
  }
  // A text that could not be delivered, as a mail to the address of the record.
  void plan(const std::string& email = "maya@home.example") {
    const PhoneNumber phone = *PhoneNumber::from_e164("+13125550101");
    Conversation conversation;
    conversation.id = "c1";
    conversation.workflow = "appointment";
    conversation.record.phone = phone;
    conversation.record.zone = "America/Chicago";
    conversation.record.fields = {{"email", email}};
    conversation.opened_at = conversation.changed_at = kNoon;
    Intent intent{.to = phone};
    intent.id = "i1";
    intent.channel = Channel::kMail;
    intent.kind = SendKind::kReply;
    intent.conversation = "c1";
    intent.workflow = "appointment";
    intent.step = "asked.on.undelivered";
    intent.occurrence = "1";
    intent.text = "Your visit is tomorrow.";
    intent.literal = true;
    intent.planned_at = intent.due = intent.changed_at = kNoon;
    const auto transaction = log->write(kNoon);
    transaction->write(ConversationChanged{conversation, ""});
    REQUIRE(transaction->write(IntentPlanned{intent}));
    transaction->commit();
  }
  void run(bool with_receivers = true) {
    const Receivers receivers(config);
    Carriers carriers(config);
    Dispatcher dispatcher(*log, programs, carriers, clock, with_receivers ? &receivers : nullptr,
                          DispatchOptions{.owner = "test", .real_time = false});
    dispatcher.run_until_idle();
  }
  Intent now() { return *log->read()->intent("i1"); }

  FakeMailServer server;
  Config config = default_config();
  ManualClock clock{kNoon};
  std::unique_ptr<Log> log = open_log(kInMemory, {});
  Programs programs{{""}, config};
};

}  // namespace

TEST_CASE("a mail leaves once, to the address of the record, from ours") {
  Office office;
  office.plan();
  office.run();
  office.run();
  const std::string got = office.server.got();
  CHECK(got.find("MAIL FROM:<desk@clinic.example>") != std::string::npos);
  CHECK(got.find("RCPT TO:<maya@home.example>") != std::string::npos);
  CHECK(got.find("Your visit is tomorrow.") != std::string::npos);
  REQUIRE(got.find("\r\nDATA") != std::string::npos);
  CHECK(got.find("\r\nDATA") == got.rfind("\r\nDATA"));
  CHECK(office.now().state == IntentState::kAccepted);
  CHECK(office.now().sent_text == "Your visit is tomorrow.");
  CHECK(office.now().provider_id.find("i1@clinic.example") != std::string::npos);
}

TEST_CASE("what the server's answer means for the mail") {
  struct Case {
    const char* verdict;
    IntentState state;
  };
  for (const Case& one :
       {Case{"250 taken", IntentState::kAccepted},
        Case{"550 no such person", IntentState::kRejected}, Case{"", IntentState::kUnknown}}) {
    CAPTURE(one.verdict);
    Office office(one.verdict);
    office.plan();
    office.run();
    CHECK(office.now().state == one.state);
    CHECK(office.now().attempt == 1);
  }
}

TEST_CASE("a mail that was put off is tried again later, not at once") {
  Office office("451 later");
  office.plan();
  office.run();
  CHECK(office.now().state == IntentState::kPlanned);
  CHECK(office.now().due > kNoon);
}

TEST_CASE("a mail that cannot leave is suppressed, with the reason") {
  SUBCASE("the record has no address") {
    Office office;
    office.plan("not an address");
    office.run();
    CHECK(office.now().state == IntentState::kSuppressed);
    CHECK(office.now().block == BlockReason::kMissingField);
    CHECK(office.server.got().empty());
  }
  SUBCASE("there is no server") {
    Office office;
    office.config.mail = {};
    office.plan();
    office.run();
    CHECK(office.now().state == IntentState::kSuppressed);
    CHECK(office.now().block == BlockReason::kNoSender);
  }
  SUBCASE("the run is simulated") {
    Office office;
    office.plan();
    office.run(false);
    CHECK(office.now().state == IntentState::kSuppressed);
    CHECK(office.now().block == BlockReason::kHeldOut);
    CHECK(office.server.got().empty());
  }
}

}  // namespace smsflow::mail_outbox_test
