#include "app/plan.h"

#include "app/intake.h"
#include "app/simulated_carrier.h"
#include "clinic.h"
#include "clinic_log.h"
#include "scratch.h"

namespace smsflow::plan_test {
namespace {

const std::string kHeader =
    "appointment_id,patient_phone,first_name,starts_at,status,branch,staff,zone,reschedule_url,"
    "sms_consent\n";

// One row: A1 is Maya's visit tomorrow at 3 pm, consented, booked.
std::string row(const std::string& key = "A1", const std::string& starts_at = "2026-03-03T15:00:00",
                const std::string& status = "booked", const std::string& consent = "yes",
                const std::string& phone = "+13125550101") {
  return key + "," + phone + ",Maya," + starts_at + "," + status +
         ",Downtown,Dr Lee,America/Chicago,https://n.example/r/A1," + consent + "\n";
}

struct FrontDesk : ClinicLog {
  explicit FrontDesk(Instant at = kNow) { now = at; }

  std::unique_ptr<RecordSource> rows(const std::string& text) const {
    return open_records(scratch.file("rows.csv", kHeader + text));
  }
  PlanSummary plan(const std::string& text, std::size_t texts = 0) {
    const Carriers carriers(senders, std::make_unique<SimulatedCarrier>("file"));
    return plan_records(*rows(text), programs, *programs.workflows().front(), carriers, *log, now,
                        {.look = {.at = now}, .horizon = Duration{kHorizon}, .texts = texts}, {});
  }
  PlanSummary take_all(const std::string& text) {
    return take_records(*rows(text), programs, *programs.workflows().front(), *log,
                        Duration{kHorizon}, now, {.at = now}, {});
  }

  Scratch scratch;
  Config senders = default_config();
};

std::string untexted(const PlanSummary& plan) {
  std::string text;
  plan.untexted.each([&](const std::string& key, const Untexted::Why& why) {
    text += key + " " + why.reason + (why.detail.empty() ? "" : ": " + why.detail) + "\n";
  });
  return text;
}

}  // namespace

TEST_CASE("each row is counted once, as what would become of it") {
  struct Case {
    std::string row;
    std::int64_t now;
    std::int64_t later;
    const char* blocked;  // "": not blocked
  };
  for (const Case& one : {
           Case{row(), 1, 0, ""},
           Case{row("A1", "2026-03-03T20:00:00"), 0, 1, ""},
           Case{row("A1", "2026-03-03T15:00:00", "cancelled"), 0, 0, "void"},
           Case{row("A1", "2026-03-02T16:30:00"), 0, 0, "stale"},
           Case{row("A1", "2026-03-03T15:00:00", "booked", "no"), 0, 0, "no_consent"},
       }) {
    CAPTURE(one.row);
    FrontDesk desk;
    const PlanSummary summary = desk.plan(one.row);
    CHECK(summary.rows == 1);
    CHECK(summary.now == one.now);
    CHECK(summary.later == one.later);
    CHECK(summary.blocked.contains(one.blocked) == (*one.blocked != '\0'));
    CHECK((summary.segments_now > 0) == (one.now > 0));
    CHECK((summary.segments_later > 0) == (one.later > 0));
  }
}

TEST_CASE("a row that cannot be read is told with its line, and stops no other") {
  FrontDesk desk;
  const PlanSummary summary =
      desk.plan(row("A1", "2026-03-03T15:00:00", "booked", "yes", "12") + row("A2"));
  CHECK(summary.rows == 2);
  CHECK(summary.now == 1);
  REQUIRE(summary.faults.size() == 1);
  CHECK(summary.faults[0].line == 2);
  CHECK(summary.rejected.at(summary.faults[0].reason) == 1);
}

TEST_CASE("the same row again is counted, and planned once") {
  FrontDesk desk;
  const PlanSummary summary = desk.plan(row() + row());
  CHECK(summary.now == 1);
  CHECK(summary.repeated == 1);
}

TEST_CASE("a plan shows as many texts as were asked for, as they would leave") {
  FrontDesk desk;
  const PlanSummary summary = desk.plan(row("A1") + row("A2") + row("A3"), 2);
  REQUIRE(summary.first_texts.size() == 2);
  CHECK(summary.first_texts[0].text.starts_with("Hi Maya, your appointment with"));
  CHECK(summary.first_texts[0].to == "+13125550101");
  CHECK(summary.first_texts[0].due == desk.now);
}

TEST_CASE("a plan writes nothing, and knows what the log knows") {
  FrontDesk desk;
  desk.plan(row());
  CHECK_FALSE(desk.log->read()->record_seen("appointment", "A1"));
  desk.take_all(row());
  CHECK(desk.log->read()->record_seen("appointment", "A1"));
  CHECK(desk.plan(row()).now == 1);  // planned, not asked yet
  desk.deliver("SM1");
  CHECK(desk.plan(row()).blocked.at("already_asked") == 1);
  FrontDesk stopped;
  stopped.hear("SM9", "STOP");
  CHECK(stopped.plan(row()).blocked.at("opted_out") == 1);
}

TEST_CASE("within quiet hours a text is planned for when they end") {
  FrontDesk desk(*parse_rfc3339("2026-03-02T22:30:00-06:00"));
  const PlanSummary summary = desk.plan(row("A1", "2026-03-03T15:00:00"), 1);
  CHECK(summary.later == 1);
  REQUIRE(summary.first_texts.size() == 1);
  CHECK(summary.first_texts[0].due > desk.now);
}

TEST_CASE("without a sender nothing can leave") {
  FrontDesk desk;
  desk.senders.senders.clear();
  CHECK(desk.plan(row()).blocked.at("no_sender") == 1);
}

TEST_CASE("a plan names who is not texted, and why") {
  Clinic clinic;
  std::string text = clinic.csv("1001 1002 1003 1004");
  text.replace(text.find("booked"), 6, "Booked");
  text.replace(text.find("yes,Maya", text.find("1002,")), 3, "no ");
  text.replace(text.find("T14:00", text.find("1003,")), 6, "T09:30");
  const PlanSummary plan = clinic.plan_of(text);
  CHECK(plan.later == 1);
  CHECK(untexted(plan) ==
        "1001 void: status is \"Booked\"\n"
        "1002 no_consent: record says no\n"
        "1003 stale: expired at 2026-03-02T14:30:00Z\n");
  REQUIRE(plan.first_texts.size() == 1);
  CHECK(plan.first_texts[0].key == "1004");
  CHECK(plan.first_texts[0].zone == "America/Chicago");
}

TEST_CASE("a plan names who is missing, too") {
  Clinic clinic("export = \"complete\"");
  clinic.look("1001 1002");
  clinic.until("10:05");
  CHECK(untexted(clinic.plan("1001")) ==
        "1001 already_asked\n1002 void: missing from the records\n");
}

TEST_CASE("of two rows with one key that differ a plan counts neither, wherever they stand") {
  Clinic clinic;
  const std::string other = "1002,+13125559999,yes,Maya,2026-03-02T14:00,booked\n";
  PlanSummary plan = clinic.plan_of(clinic.csv("1001 1002 1003") + other);
  CHECK(plan.rows == 4);
  CHECK(plan.later == 2);
  CHECK(plan.segments_later == 2);
  CHECK(plan.rejected.at("conflicting_duplicate") == 2);
  REQUIRE(plan.faults.size() == 2);
  CHECK(plan.faults[0].line == 3);
  CHECK(plan.faults[1].line == 5);
  REQUIRE(plan.first_texts.size() == 2);
  CHECK(plan.first_texts[1].key == "1003");
  // One that would not be texted anyway.
  std::string text = clinic.csv("1001 1002");
  text.replace(text.rfind("booked"), 6, "Booked");
  plan = clinic.plan_of(text + other);
  CHECK(plan.blocked.empty());
  CHECK(untexted(plan) == "");
  CHECK(plan.rejected.at("conflicting_duplicate") == 2);
}

TEST_CASE("a plan tells what else would leave: a nudge whose timer is due, and what was planned") {
  Clinic clinic;
  clinic.look("1001 1002");
  clinic.until("10:05");
  clinic.stage().clock().set(Clinic::at("11:30"));  // nobody has driven the timers since
  PlanSummary plan = clinic.plan("1003");
  CHECK(plan.now == 1);
  CHECK(plan.beside.timers == 2);
  CHECK(plan.beside.now == 0);  // both are missing from these records: held
  plan = clinic.plan("1001 1003");
  CHECK(plan.now == 2);  // the nudge is about a row
  CHECK(plan.beside.now == 0);
  CHECK(clinic.until("11:30") == "1001! 1002!");
}

TEST_CASE("of a row that an export of changes tells twice the last one counts") {
  Clinic clinic("export = \"changes\"");
  std::string twice = clinic.csv("1001 1001 1002");
  twice.replace(twice.find("booked"), 6, "noshow");
  PlanSummary plan = clinic.plan_of(twice);
  CHECK(plan.rows == 3);
  CHECK(plan.later == 2);
  CHECK(plan.repeated == 1);
  CHECK(plan.blocked.empty());
  std::string other = clinic.csv("1001 1001");
  other.replace(other.rfind("booked"), 6, "noshow");
  plan = clinic.plan_of(other);
  CHECK(plan.later == 0);
  CHECK(plan.blocked.at("void") == 1);
}

TEST_CASE("what a daily cap holds back leaves later, and the plan says when") {
  FrontDesk desk;
  desk.senders.senders["main"] = {.name = "main",
                                  .numbers = {"+15550100"},
                                  .provider = desk.senders.senders.begin()->second.provider,
                                  .daily_cap = 2};
  std::erase_if(desk.senders.senders, [](const auto& one) { return one.first != "main"; });
  const PlanSummary plan = desk.plan(row("A1") + row("A2") + row("A3"), 3);
  CHECK(plan.now == 2);
  CHECK(plan.later == 1);
  REQUIRE(plan.capped.size() == 1);
  CHECK(plan.capped[0].texts == 1);
  REQUIRE(plan.first_texts.size() == 3);
  CHECK(plan.first_texts[2].due == desk.now + std::chrono::hours{24});
}

TEST_CASE("what the original of a copy may have sent does not leave, and the plan says so") {
  FrontDesk desk;
  desk.take_all(row());
  {
    const auto log = desk.log->write(desk.now);
    log->write(LogAdopted{desk.now - std::chrono::hours{2}});
    log->commit();
  }
  const PlanSummary plan = desk.plan(row() + row("A2"));
  CHECK(plan.now == 0);
  CHECK(plan.beside.in_doubt == 2);
}

}  // namespace smsflow::plan_test
