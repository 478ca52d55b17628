#include "app/simulation.h"

#include <doctest/doctest.h>

#include <sstream>

#include "text/error.h"

namespace smsflow::simulation_test {
namespace {

const std::string kBooked =
    "at 2026-03-02T15:00:00-06:00\n"
    "record appointment_id=A1 patient_phone=+13125550101 first_name=Maya "
    "starts_at=2026-03-03T15:00 status=booked branch=Downtown zone=America/Chicago "
    "staff=\"Dr Lee\" reschedule_url=https://n.example/r/A1 sms_consent=yes\n";
const std::string kAsked =
    "> Hi Maya, your appointment with Northside Dental is tomorrow at 3:00 PM. Reply C to confirm, "
    "R to reschedule, or HELP for assistance.\n";
const std::string kThanks =
    "> Thank you, Maya. See you tomorrow at 3:00 PM at Downtown with Dr Lee.\n";

struct Played {
  explicit Played(const std::string& text) {
    const Script script = parse_script(text, "test.txt");
    REQUIRE(script.faults.empty());
    Simulation simulation(default_config(), {""},
                          open_log(kInMemory, {.source = Source::kSimulated}));
    std::ostringstream out;
    mismatches = simulation.play(script, out);
    transcript = out.str();
  }
  // The first difference, as "line: what"; "" when all came as expected.
  std::string first() const {
    if (mismatches.empty()) return {};
    return std::to_string(mismatches[0].line) + ": " + mismatches[0].what;
  }
  std::vector<Mismatch> mismatches;
  std::string transcript;
};

}  // namespace

TEST_CASE("a script that comes as it says has no mismatch") {
  CHECK(Played(kBooked + kAsked + "= state=asked status=open\n+20m\n< C\n" + kThanks +
               ">> nothing\n= outcome=confirmed status=ended handoff=none label=confirm\n")
            .first() == "");
}

TEST_CASE("whatever comes otherwise is told with its line") {
  struct Case {
    std::string script;
    const char* first;
  };
  for (const Case& one : {
           Case{"> Hello\n", "3: another text than expected"},
           Case{kAsked + kAsked, "4: no text, but one was expected"},
           Case{">> nothing\n", "3: a text nobody expected, to +13125550101"},
           Case{kAsked + "< C\n>> nothing\n", "5: a text nobody expected, to +13125550101"},
           Case{kAsked + "= state=confirmed\n", "4: state is another than expected"},
           Case{kAsked + "= contact=opted_out\n", "4: contact is another than expected"},
           Case{"at 2026-03-02T14:00:00-06:00\n", "3: time runs backwards"},
           Case{"<<\n", "3: there is no message to repeat"},
           Case{"record order=A2\n", "3: no loaded workflow has this record's key"},
       }) {
    CAPTURE(one.script);
    CHECK(Played(kBooked + one.script).first() == one.first);
  }
}

TEST_CASE("what was expected and what came are both told") {
  const Played played(kBooked + "> Hello\n");
  REQUIRE_FALSE(played.mismatches.empty());
  CHECK(played.mismatches[0].expected == "Hello");
  CHECK(played.mismatches[0].actual.starts_with("Hi Maya"));
}

TEST_CASE("a transcript is a script again, and plays the same") {
  const Played first(kBooked + "+20m\n< C\n<<\n+5m\n< actually I can't make it\n");
  CHECK(first.transcript.find("> +13125550101: Thank you, Maya.") != std::string::npos);
  const Played again(first.transcript);
  CHECK(again.first() == "");
  CHECK(again.transcript == first.transcript);
}

TEST_CASE("the same message again changes nothing") {
  const Played played(kBooked + kAsked + "< C\n" + kThanks + "<<\n>> nothing\n");
  CHECK(played.first() == "");
  CHECK(played.transcript.find("repeat: nothing changed") != std::string::npos);
}

TEST_CASE("the carrier's answer comes to the next text") {
  CHECK(Played("at 2026-03-02T14:59:00-06:00\n! unknown\n" + kBooked + kAsked).first() == "");
  CHECK(Played("at 2026-03-02T14:59:00-06:00\n! rejected\n" + kBooked + ">> nothing\n").first() ==
        "");
  CHECK_THROWS_AS(Played("at 2026-03-02T14:59:00-06:00\n! lost\n"), Error);
}

TEST_CASE("words of a record cannot forge a line of the transcript") {
  const Played played(kBooked + "< hello\x1b[2J\n");
  CHECK(played.transcript.find('\x1b') == std::string::npos);
}

}  // namespace smsflow::simulation_test
