// A held text leaves as soon as its record is seen, whoever sees it.
#include "app/held.h"

#include "clinic.h"

namespace smsflow::held_test {

TEST_CASE("held texts are released page by page, and only those that are seen") {
  Clinic clinic("fresh = \"30m\"");
  std::string ids;
  for (int n = 1000; n < 1000 + kRowsPerTurn + 20; ++n) ids += std::to_string(n) + " ";
  clinic.look(ids);
  CHECK(clinic.until("10:05") == "");
  CHECK(clinic.ask("1000").block == BlockReason::kNotSeen);
  clinic.look(ids.substr(5));  // all but the first
  const std::string left = clinic.until("10:06");
  CHECK(left.size() == 5 * static_cast<std::size_t>(kRowsPerTurn + 19) - 1);
  CHECK(clinic.ask("1000").state == IntentState::kPlanned);
  CHECK(clinic.ask("1001").block == BlockReason::kNone);
}

TEST_CASE("on a real clock held texts are looked at every few seconds") {
  Clinic clinic("fresh = \"30m\"");
  clinic.look("1001");
  clinic.until("10:05");
  clinic.look("1001");
  const std::string asked = clinic.conversation("1001").ask_intent;
  HeldTexts held;
  const auto log = clinic.stage().store().write(clinic.at("10:05"));
  DispatchCounts counts;
  Round round{*log, clinic.stage().programs(), clinic.at("10:05"), counts};
  CHECK(held.release(round, true) == 1);
  CHECK_FALSE(held.is_walking());
  Intent again = log->intent(asked).value();
  again.block = BlockReason::kNotSeen;
  move_intent(*log, clinic.stage().programs(), again, "held", clinic.at("10:05"));
  CHECK_MESSAGE(held.release(round, true) == 0, "just looked");
  Round later{*log, clinic.stage().programs(), clinic.at("10:06"), counts};
  CHECK(held.release(later, true) == 1);
}

}  // namespace smsflow::held_test
