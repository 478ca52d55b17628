// A copy that takes the log's place doubts what the original may have sent.
#include "app/adopt.h"

#include <doctest/doctest.h>

#include <map>

#include "app/dispatch.h"
#include "app/intake.h"
#include "app/receive.h"
#include "app/round.h"
#include "app/which_log.h"
#include "store/backup.h"
#include "tests/store/sample.h"
#include "tests/tree.h"

namespace smsflow::adopt_test {

namespace {

const Instant kMorning = *parse_rfc3339("2026-03-02T09:00:00-06:00");
const Instant kAfternoon = *parse_rfc3339("2026-03-02T15:00:00-06:00");

Config config_of(const std::string& kind) {
  Config config = default_config();
  config.providers["file"].kind = kind;
  config.providers["file"].account = "AC1";
  return config;
}

// With a carrier that can be asked, or the file provider, which cannot.
struct Clinic {
  explicit Clinic(const std::string& kind)
      : config(config_of(kind)),
        programs({in_tree("workflows/appointment.toml")}, config),
        carriers(config, make_provider({.name = "file",
                                        .kind = kind,
                                        .account = "AC1",
                                        .secrets = {"0123456789abcdef0123456789abcdef"},
                                        .token = {},
                                        .public_url = {},
                                        .api_url = "http://127.0.0.1:9",
                                        .path = "-"})) {}

  // In the morning nothing is due yet; in the afternoon the original has asked four people.
  void make_copy() {
    {
      const std::unique_ptr<Log> log = open_log(folder.log(), {});
      take(*log, "testdata/records/appointments.csv", kMorning);
    }
    back_up(folder.log(), copy());
  }
  void take(Log& log, const std::string& records, Instant now) {
    const std::unique_ptr<RecordSource> source = open_records(in_tree(records));
    take_records(*source, programs, *programs.workflows().front(), log, config.horizon, now,
                 {.at = now}, {});
  }
  std::unique_ptr<Log> adopting() { return open_log(copy(), {.copies = Copies::kAdopt}); }
  std::string copy() const { return folder.log() + ".copy"; }

  Folder folder;
  Config config;
  Programs programs;
  Carriers carriers;
};

std::map<std::string, int> states(Log& log) {
  std::map<std::string, int> states;
  const std::unique_ptr<ReadTransaction> view = log.read();
  for (const char* key : {"A-1001", "A-1002", "A-1003", "A-1004", "A-1005"}) {
    for (const Intent& intent : view->intents_of(conversation_id("appointment", key))) {
      if (intent.channel == Channel::kSms) ++states[std::string(name(intent.state))];
    }
  }
  return states;
}

}  // namespace

TEST_CASE("what was due since the copy may have left: it is looked up first") {
  Clinic clinic("twilio");
  clinic.make_copy();
  const std::unique_ptr<Log> log = clinic.adopting();
  const Adopted adopted = adopt(*log, clinic.programs, clinic.carriers, kAfternoon);
  CHECK(adopted.in_doubt == 4);
  CHECK(adopted.given_up == 0);
  CHECK(states(*log) == std::map<std::string, int>{{"unknown", 4}, {"planned", 1}});
  const std::unique_ptr<ReadTransaction> view = log->read();
  for (const Intent& intent : view->unknown_intents(10)) {
    CHECK(intent.provider == "file");  // its name in the default configuration
    CHECK_FALSE(intent.sent_text.empty());
    CHECK_FALSE(intent.sender.empty());
    REQUIRE(intent.deadline);
    CHECK(*intent.deadline - kPostingDeadline >= kMorning);
    CHECK(*intent.deadline - kPostingDeadline <= kAfternoon);
    CHECK_MESSAGE(intent.due == kAfternoon, "it is looked up from now on");
  }
  CHECK_FALSE(view->nature().copied);
  CHECK(view->accounts() == std::vector<AccountServed>{{"twilio", "AC1"}});
  CHECK(log->verify().empty());
  CHECK(log->check_projections().empty());
}

TEST_CASE("where the carrier cannot be asked nothing is sent again") {
  Clinic clinic("file");
  clinic.make_copy();
  const std::unique_ptr<Log> log = clinic.adopting();
  const Adopted adopted = adopt(*log, clinic.programs, clinic.carriers, kAfternoon);
  CHECK(adopted.in_doubt == 0);
  CHECK(adopted.given_up == 4);
  CHECK(states(*log) == std::map<std::string, int>{{"expired_unknown", 4}, {"planned", 1}});
}

TEST_CASE("rows the copy does not know are doubted as well") {
  Clinic clinic("twilio");
  { const std::unique_ptr<Log> log = open_log(clinic.folder.log(), {}); }
  back_up(clinic.folder.log(), clinic.copy());
  const std::unique_ptr<Log> log = clinic.adopting();
  clinic.take(*log, "testdata/records/appointments.csv", kAfternoon);
  CHECK(adopt(*log, clinic.programs, clinic.carriers, kAfternoon).in_doubt == 4);
  CHECK(states(*log) == std::map<std::string, int>{{"unknown", 4}, {"planned", 1}});
}

TEST_CASE("so are those that come after it was adopted, if their moment came before") {
  for (const char* kind : {"twilio", "file"}) {
    CAPTURE(kind);
    Clinic clinic(kind);
    { const std::unique_ptr<Log> log = open_log(clinic.folder.log(), {}); }
    back_up(clinic.folder.log(), clinic.copy());
    const std::unique_ptr<Log> log = clinic.adopting();
    adopt(*log, clinic.programs, clinic.carriers, kAfternoon - std::chrono::hours{2});
    clinic.take(*log, "testdata/records/appointments.csv", kAfternoon);
    const ManualClock clock(kAfternoon);
    Dispatcher dispatcher(*log, clinic.programs, clinic.carriers, clock, nullptr,
                          {.owner = "test", .real_time = false});
    dispatcher.turn(0);
    // At 9:30, 10:00 and 12:15 the original may have asked; at 15:00 nobody else can have.
    const std::string doubted = kind == std::string("twilio") ? "unknown" : "expired_unknown";
    const std::map<std::string, int> found = states(*log);
    CHECK(found.at(doubted) == 3);
    CHECK(found.at("planned") == 1);
    CHECK(found.at("posting") == 1);
    CHECK(dispatcher.counts().unknown + dispatcher.counts().expired_unknown == 3);
  }
}

TEST_CASE("a log that is no copy is left as it is") {
  Clinic clinic("twilio");
  const std::unique_ptr<Log> log = open_log(clinic.folder.log(), {.copies = Copies::kAdopt});
  clinic.take(*log, "testdata/records/appointments.csv", kAfternoon);
  const Adopted adopted = adopt(*log, clinic.programs, clinic.carriers, kAfternoon);
  CHECK(adopted.in_doubt == 0);
  CHECK(states(*log) == std::map<std::string, int>{{"planned", 5}});
}

TEST_CASE("what another account has under way is not looked up at this one") {
  Clinic clinic("twilio");
  const std::unique_ptr<Log> log = open_log(clinic.folder.log(), {.copies = Copies::kAdopt});
  clinic.take(*log, "testdata/records/appointments.csv", kAfternoon);
  {
    const std::unique_ptr<Transaction> before = log->write(kAfternoon);
    before->write(AccountServed{"twilio", "AC2"});
    Intent intent = before->intents_of(conversation_id("appointment", "A-1001")).at(0);
    intent.provider = "file";
    for (const IntentState state : {IntentState::kPosting, IntentState::kUnknown}) {
      intent.state = state;
      CHECK(move_intent(*before, clinic.programs, intent, "", kAfternoon));
    }
    before->commit();
  }
  const Adopted adopted = adopt(*log, clinic.programs, clinic.carriers, kAfternoon);
  CHECK(adopted.given_up == 1);
  CHECK(states(*log) == std::map<std::string, int>{{"expired_unknown", 1}, {"planned", 4}});
  CHECK(log->read()->accounts().size() == 2);
}

}  // namespace smsflow::adopt_test
