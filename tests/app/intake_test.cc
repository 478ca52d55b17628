// A text leaves only on a row that stood in the latest look at its source.
#include "app/intake.h"

#include <fmt/format.h>

#include "clinic.h"
#include "text/error.h"

namespace smsflow::intake_test {

using std::chrono::hours;
using std::chrono::minutes;

TEST_CASE("a row that is missing from a snapshot is held until it is seen again") {
  Clinic clinic;
  clinic.look("1001 1002");
  CHECK(clinic.until("09:30") == "");
  CHECK(clinic.look("1001").missing == 1);
  CHECK(clinic.until("10:05") == "1001");
  CHECK(clinic.ask("1002").state == IntentState::kPlanned);
  CHECK(clinic.ask("1002").block == BlockReason::kNotSeen);
  CHECK(clinic.ask("1002").detail.find("record_seen_at: 2026-03-02T15:00:00Z") !=
        std::string::npos);
  CHECK_MESSAGE(clinic.look("1001").missing == 0, "told once");
  CHECK(clinic.until("10:30") == "");
  CHECK(clinic.look("1001 1002").returned == 1);
  CHECK(clinic.until("10:31") == "1002");
  CHECK(clinic.ask("1002").block == BlockReason::kNone);
}

TEST_CASE("a held text that nobody sees again expires, and says what it waited for") {
  Clinic clinic;
  clinic.look("1001");
  clinic.until("09:30");
  clinic.look("");
  CHECK(clinic.until("14:30") == "");
  CHECK(clinic.ask("1001").state == IntentState::kExpired);
  CHECK(clinic.ask("1001").block == BlockReason::kNotSeen);
}

TEST_CASE("a question about a row that went missing is not followed by a nudge") {
  Clinic clinic;
  clinic.look("1001 1002");
  CHECK(clinic.until("10:30") == "1001 1002");
  clinic.look("1002");
  CHECK(clinic.until("11:30") == "1002!");
  clinic.look("1001 1002");
  CHECK(clinic.until("11:31") == "1001!");
}

TEST_CASE("what is missing from a complete export is gone: its question is closed") {
  Clinic clinic("export = \"complete\"");
  clinic.look("1001 1002 1003");
  CHECK(clinic.until("09:30") == "");
  CHECK(clinic.look("1002 1003").gone == 1);
  CHECK(clinic.conversation("1001").status == ConversationStatus::kVoid);
  CHECK(clinic.ask("1001").state == IntentState::kSuppressed);
  CHECK(clinic.until("10:30") == "1002 1003");
  CHECK(clinic.look("1003").gone == 1);
  CHECK(clinic.conversation("1002").status == ConversationStatus::kVoid);
  CHECK(clinic.until("11:31") == "1003!");
  CHECK_MESSAGE(clinic.look("1003").gone == 0, "told once");
  // And back: what was never asked is asked, once.
  clinic.look("1001 1003");
  CHECK(clinic.until("11:40") == "1001");
  CHECK(clinic.conversation("1001").status == ConversationStatus::kOpen);
}

TEST_CASE("a row that is missing from a ledger is read with the values of `gone`") {
  Clinic clinic("gone = { status = \"seen\" }");
  clinic.look("1001 1002");
  clinic.until("09:30");
  CHECK(clinic.look("1002").gone == 1);
  CHECK(to_text(clinic.conversation("1001").record.fields.at("status")) == "seen");
  CHECK(clinic.conversation("1001").status == ConversationStatus::kVoid);
  CHECK(clinic.seen("1001").standing == RecordStanding::kGone);
  CHECK(clinic.until("10:05") == "1002");
  CHECK(clinic.look("1002").gone == 0);
}

TEST_CASE("an export speaks only for the parts that occur in it") {
  Clinic clinic("export = \"complete\"\nscope = \"branch\"");
  clinic.columns = ",branch";
  clinic.look("1001:north 1002:north 2001:south");
  CHECK(clinic.look("1001:north").gone == 1);
  CHECK(clinic.conversation("1002").status == ConversationStatus::kVoid);
  CHECK(clinic.conversation("2001").status == ConversationStatus::kWaiting);
  // A header alone speaks for nobody.
  CHECK(clinic.look("").gone == 0);
  // A row that moves to another branch is not missing from the first.
  clinic.look("1001:south 2001:south");
  CHECK(clinic.look("1003:north").gone == 0);
  CHECK(clinic.until("10:05") == "1001 2001 1003");
}

TEST_CASE("an export of changes misses nobody") {
  Clinic clinic("export = \"changes\"");
  clinic.look("1001 1002");
  clinic.until("09:30");
  const LookSummary look = clinic.look("1003");
  CHECK(look.missing + look.gone == 0);
  CHECK(clinic.until("10:05") == "1001 1002 1003");
}

TEST_CASE("so many missing at once are not believed, until somebody says so") {
  std::string all;
  for (int n = 1001; n <= 1020; ++n) all += std::to_string(n) + " ";
  for (const char* kind : {"snapshot", "complete"}) {
    CAPTURE(kind);
    Clinic clinic("export = \"" + std::string(kind) + "\"");
    clinic.look(all);
    clinic.until("09:30");
    LookSummary look = clinic.look("1001 1002 1003 1004 1005 1006 1007 1008");
    CHECK(look.doubted == 12);
    CHECK(look.open == 20);
    CHECK(look.gone + look.missing == 0);
    CHECK(clinic.seen("1009").standing == RecordStanding::kDoubted);
    CHECK(clinic.conversation("1009").status == ConversationStatus::kWaiting);
    CHECK(clinic.until("10:05") == "1001 1002 1003 1004 1005 1006 1007 1008");
    // It is said again as long as it is so.
    CHECK(clinic.look("1001 1002 1003 1004 1005 1006 1007 1008").doubted == 12);
    look = clinic.look("1001 1002 1003 1004 1005 1006 1007 1008", Duration{0}, true);
    CHECK(look.doubted == 0);
    CHECK(look.gone == 12);
    CHECK(clinic.conversation("1009").status == ConversationStatus::kVoid);
    CHECK(clinic.look("1001 1002 1003 1004 1005 1006 1007 1008").doubted == 0);
  }
}

TEST_CASE("where too many are missing, one whose question is closed is not taken for gone either") {
  std::string all;
  for (int n = 1001; n <= 1020; ++n) all += std::to_string(n) + " ";
  Clinic clinic("export = \"complete\"");
  clinic.look(all);
  std::string cancelled = clinic.csv(all);
  cancelled.replace(cancelled.rfind("booked"), 6, "cancelled");
  clinic.read(cancelled);
  CHECK(clinic.conversation("1020").status == ConversationStatus::kVoid);
  CHECK(clinic.look("1001 1002 1003 1004 1005 1006 1007 1008").gone == 0);
  CHECK(clinic.seen("1020").standing == RecordStanding::kDoubted);
}

TEST_CASE("ten that are no more than half, or nine of nine, are believed") {
  std::string all;
  for (int n = 1001; n <= 1020; ++n) all += std::to_string(n) + " ";
  Clinic half("export = \"complete\"");
  half.look(all);
  CHECK(half.look("1001 1002 1003 1004 1005 1006 1007 1008 1009 1010").gone == 10);
  Clinic few("export = \"complete\"");
  few.look("1001 1002 1003 1004 1005 1006 1007 1008 1009");
  CHECK(few.look("").gone == 9);
}

TEST_CASE("a row that is there but cannot be read is held, and nobody else's is void") {
  Clinic clinic("export = \"complete\"");
  clinic.look("1001 1002 1003");
  clinic.until("09:30");
  std::string text = clinic.csv("1001 1003");
  text.insert(text.find("1003,"), "1002,+12,yes,Maya,2026-03-02T14:00,booked\n");
  LookSummary look = clinic.read(text);
  CHECK(look.unreadable == 1);
  CHECK(look.gone == 0);
  CHECK(clinic.until("10:05") == "1001 1003");
  CHECK(clinic.ask("1002").block == BlockReason::kNotSeen);
  // A row without a key may be anybody's: nobody is taken for gone.
  look = clinic.read(clinic.csv("1001") + ",,,,,\n");
  CHECK(look.gone == 0);
  CHECK(look.doubted == 2);
  CHECK(look.open == 0);
  CHECK(clinic.look("1001").gone == 2);
}

TEST_CASE("a row that cannot be read is held, whatever a missing one means") {
  for (const char* record : {"export = \"changes\"", "scope = \"branch\""}) {
    CAPTURE(record);
    Clinic clinic(record);
    clinic.columns = ",branch";
    clinic.look("1001:north 2001:south");
    clinic.until("09:30");
    std::string text = clinic.csv("2001:south");
    text += "1001,+12,yes,Maya,2026-03-02T15:00,booked,north\n";  // the only one of its branch
    CHECK(clinic.read(text).unreadable == 1);
    CHECK(clinic.until("10:05") == "2001");
    CHECK(clinic.ask("1001").block == BlockReason::kNotSeen);
  }
}

TEST_CASE("of two rows with one key that differ neither is taken") {
  Clinic clinic("export = \"complete\"");
  const std::string other = "1002,+13125559999,yes,Maya,2026-03-02T14:00,booked\n";
  CHECK(clinic.read(clinic.csv("1001 1002") + other).unreadable == 0);
  CHECK(clinic.until("10:05") == "1001");
  // Known before: it stays what it was, and is held until one row says how it stands.
  clinic.look("1001 1002");
  CHECK(clinic.read(clinic.csv("1001 1002") + other).unreadable == 1);
  CHECK(clinic.conversation("1002").record.phone->e164() == "+13125551002");
  CHECK(clinic.until("10:30") == "");
  CHECK(clinic.ask("1002").block == BlockReason::kNotSeen);
  clinic.look("1001 1002");
  CHECK(clinic.until("10:31") == "1002");
}

TEST_CASE("the other row of a key may come thousands of rows later") {
  Clinic clinic;
  std::string text = clinic.csv("1002");
  for (int n = 1; n <= 1500; ++n) {
    text += "B" + std::to_string(n) + ",+13125551001,yes,Maya,2026-03-09T14:00,booked\n";
  }
  text += "1002,+13125559999,yes,Maya,2026-03-02T14:00,booked\n";
  clinic.read(text);
  CHECK(clinic.until("10:05") == "");
  CHECK(clinic.look("1002").returned == 1);
  CHECK(clinic.until("10:06") == "1002");
}

TEST_CASE("a row whose moment has passed is never missing") {
  Clinic clinic("export = \"complete\"");
  clinic.look("1001");
  CHECK(clinic.until("13:30") == "1001 1001!");
  CHECK(clinic.look("").gone == 0);
  CHECK(clinic.conversation("1001").status == ConversationStatus::kOpen);
}

TEST_CASE("a look is as old as its export") {
  Clinic clinic("fresh = \"1h\"");
  clinic.look("1001", hours{2});
  CHECK(clinic.until("10:05") == "");
  CHECK(clinic.ask("1001").block == BlockReason::kNotSeen);
  clinic.look("1001", minutes{30});
  CHECK(clinic.until("10:06") == "1001");
}

TEST_CASE("what was true at night is not sent all day: 26 hours unless told") {
  Clinic clinic;
  clinic.look("1001");
  CHECK_MESSAGE(clinic.until("10:05") == "1001", "an hour old");
  Clinic stale;
  stale.look("1001", hours{25} + minutes{1});
  CHECK_MESSAGE(stale.until("10:05") == "",
                "over 25 hours old when it was read, over 26 when it is due");
  CHECK(stale.ask("1001").detail.find("fresh: 1d 2h") != std::string::npos);
  // The same rows once more is enough.
  stale.look("1001");
  CHECK(stale.until("10:06") == "1001");
}

TEST_CASE("records written before the ones read last are not taken") {
  Clinic clinic;
  clinic.look("1001");
  const LookSummary look = clinic.look("1001 1002", hours{1});
  CHECK(look.older == 2);
  CHECK(look.latest == clinic.at("09:00"));
  CHECK(look.missing == 0);
  CHECK(clinic.until("10:05") == "1001");
}

TEST_CASE("a row that was posted after the export was written is not missing from it") {
  Clinic clinic("export = \"complete\"");
  clinic.look("1001");
  clinic.until("09:30");
  clinic.post("1002");
  CHECK(clinic.look("1001", minutes{10}).gone == 0);
  CHECK(clinic.look("1001").gone == 1);
  CHECK(clinic.conversation("1002").status == ConversationStatus::kVoid);
}

TEST_CASE("a look costs one event, whatever its rows, and the same export none") {
  Clinic clinic;
  const std::string text = clinic.csv("1001 1002");
  clinic.read(text);
  const LookTaken first = clinic.stage().store().read()->look("clinic", "").value();
  CHECK(first.rows == 2);
  CHECK(first.at == clinic.at("09:00"));
  CHECK(first.digest.size() == 16);
  // In another order it is the same export.
  clinic.look("1002 1001");
  CHECK(clinic.stage().store().read()->look("clinic", "") == first);
  clinic.until("09:15");
  clinic.look("1001 1003");
  const LookTaken second = clinic.stage().store().read()->look("clinic", "").value();
  CHECK(second.digest != first.digest);
  CHECK(second.missing == 1);
  CHECK(clinic.stage().store().check_projections().empty());
}

TEST_CASE("a header of another source is refused, and nobody is gone") {
  Clinic clinic("export = \"complete\"");
  clinic.look("1001");
  CHECK_THROWS_AS(clinic.read("<html>\n"), Error);
  CHECK(clinic.conversation("1001").status == ConversationStatus::kWaiting);
}

TEST_CASE("a plan shows what a live run would hold, and why") {
  Clinic clinic("export = \"complete\"");
  clinic.look("1001 1002");
  clinic.until("10:05");
  PlanSummary plan = clinic.plan("1003", hours{27});
  CHECK(plan.blocked.at("not_seen") == 1);
  CHECK(plan.look.older == 1);
  plan = clinic.plan("1002 1003");
  CHECK(plan.now == 1);
  CHECK(plan.look.gone == 1);
  CHECK_MESSAGE(clinic.conversation("1001").status == ConversationStatus::kOpen,
                "nothing is written");
  Clinic old;
  CHECK(old.plan("1001", hours{27}).blocked.at("not_seen") == 1);
}

TEST_CASE("an event that says a row was deleted voids at once, and a repeat changes nothing") {
  Clinic clinic;
  clinic.post("1001");
  CHECK(clinic.until("10:05") == "1001");
  CHECK(clinic.post("1001", true, "d").handled == "void");
  CHECK(clinic.conversation("1001").status == ConversationStatus::kVoid);
  CHECK(clinic.post("1001", true, "d").repeat);
  CHECK(clinic.post("1001", true, "f").handled == "unchanged");
  CHECK(clinic.until("13:30") == "");
  // A source that tells by itself is silent while nothing changes.
  Clinic quiet;
  quiet.post("1001");
  CHECK(quiet.until("10:05") == "1001");
}

TEST_CASE("posted rows need no look, unless the workflow bounds one") {
  for (const char* record : {"", "fresh = \"30m\""}) {
    CAPTURE(record);
    Clinic clinic(record);
    clinic.post("1001");
    CHECK(clinic.until("10:05") == (*record == 0 ? "1001" : ""));
    clinic.post("1001", false, "again");
    CHECK(clinic.until("10:06") == (*record == 0 ? "" : "1001"));
  }
}

TEST_CASE("what was deleted, or stopped meeting the trigger, is known to the older row after it") {
  Clinic clinic("export = \"changes\"\nversion = \"v\"\ndeleted = \"is_deleted\"");
  clinic.columns = ",v,is_deleted";
  const std::string rows = clinic.csv("1001:2,yes 1002:2,no");
  clinic.read(rows.substr(0, rows.rfind("booked")) + "cancelled,2,no\n");
  CHECK(clinic.seen("1001").standing == RecordStanding::kGone);
  clinic.until("09:30");
  clinic.look("1001:1,no 1002:1,no");
  CHECK(clinic.until("10:05") == "");
  clinic.look("1001:3,no 1002:3,no");
  CHECK(clinic.until("10:10") == "1001 1002");
}

TEST_CASE("a posted event that deletes is known to the older one after it, whatever it holds") {
  Clinic clinic("version = \"v\"");
  clinic.columns = ",v";
  CHECK(clinic.post("1001:2", true).handled == "void");
  CHECK(clinic.post("1001:2", true, "again").handled == "unchanged");
  CHECK(clinic.post("1001:1").handled == "ignored");
  CHECK(clinic.until("10:05") == "");
  CHECK(clinic.post("1001:3", false, "new").handled == "planned");
  CHECK(clinic.until("10:10") == "1001");
  // One that names no version has the one that is known.
  Clinic bare("version = \"v\"");
  bare.columns = ",v";
  std::string rows = bare.csv("1001:2");
  bare.read(rows.replace(rows.rfind("booked"), 6, "cancelled"));
  CHECK(bare.post("1001:", true).handled == "void");
  CHECK(bare.post("1001:1").handled == "ignored");
  CHECK(bare.seen("1001").standing == RecordStanding::kGone);
}

TEST_CASE("of a table that is read again and again only what an older row may follow is kept") {
  const auto is_kept = [](Clinic& clinic) {
    return clinic.stage().store().read()->record_seen("clinic", "1001").has_value();
  };
  for (const char* record : {"", "version = \"v\""}) {
    CAPTURE(record);
    const bool versions = *record != 0;
    Clinic cancelled(record);
    cancelled.columns = ",v";
    std::string rows = cancelled.csv("1001:2");
    cancelled.read(rows.replace(rows.rfind("booked"), 6, "cancelled"));
    CHECK(is_kept(cancelled) == versions);
    CHECK(cancelled.plan("1001:1").now + cancelled.plan("1001:1").later == (versions ? 0 : 1));
    cancelled.look("1001:1");
    CHECK(cancelled.until("10:05") == (versions ? "" : "1001"));
    // Over, or too far: there is nothing that an older row might begin.
    Clinic over(record);
    over.columns = ",v";
    over.until("15:00");
    over.read(rows);
    over.look("1001:2");
    CHECK_FALSE(is_kept(over));
    Clinic far(record);
    far.columns = ",v";
    far.horizon = Duration{0};
    far.look("1001:2");
    CHECK_FALSE(is_kept(far));
  }
}

TEST_CASE("a row of an export of changes is planned though it is far: it may never come again") {
  Clinic clinic("export = \"changes\"");
  clinic.horizon = Duration{0};
  clinic.look("1001");
  CHECK(clinic.until("10:05") == "1001");
}

TEST_CASE("a column may say that a row was deleted") {
  Clinic clinic("deleted = \"is_deleted\"");
  clinic.columns = ",is_deleted";
  clinic.look("1001:no 1002:no");
  clinic.until("09:30");
  clinic.look("1001:no 1002:yes");
  CHECK(clinic.conversation("1002").status == ConversationStatus::kVoid);
  CHECK(clinic.until("10:05") == "1001");
  clinic.look("1001:no 1002:yes");
  CHECK(clinic.seen("1002").standing == RecordStanding::kGone);
}

TEST_CASE("a text that has not left keeps its row from being over") {
  const Clinic::Edits edits = {{"starts_at - 4h", "starts_at"},
                               {"expires = \"starts_at - 1h\"\n", ""}};
  SUBCASE("nobody was asked yet") {
    Clinic clinic("export = \"complete\"", edits);
    clinic.stage().clock().set(Clinic::at("22:00"));
    clinic.look("1001 1002");
    CHECK(clinic.until("22:30") == "");
    clinic.stage().clock().set(Clinic::at("22:30") + hours{10});
    CHECK(clinic.look("1002").gone == 1);
    CHECK(clinic.until(Clinic::at("22:30") + hours{14}) == "1002 1002!");
  }
  SUBCASE("a nudge is to come") {
    Clinic clinic("export = \"complete\"", edits);
    clinic.stage().clock().set(Clinic::at("15:00"));
    clinic.look("1001 1002");
    CHECK(clinic.until("15:30") == "1001 1002");
    CHECK(clinic.look("1002").gone == 1);
    CHECK(clinic.until("16:30") == "1002!");
  }
  SUBCASE("it is held where missing says no more") {
    Clinic clinic("", edits);
    clinic.stage().clock().set(Clinic::at("15:00"));
    clinic.look("1001 1002");
    CHECK(clinic.until("15:30") == "1001 1002");
    CHECK(clinic.look("1002").missing == 1);
    CHECK(clinic.until("16:30") == "1002!");
    clinic.look("1001 1002");
    CHECK(clinic.until("16:31") == "1001!");
  }
}

TEST_CASE("rows known before the source had parts, or after, are not overlooked") {
  Clinic clinic("export = \"complete\"");
  clinic.columns = ",branch";
  clinic.look("1001:north 1002:north");
  clinic.until("09:30");
  SUBCASE("parts are named: who belonged to none is held until seen") {
    clinic.reread("export = \"complete\"\nscope = \"branch\"");
    LookSummary look = clinic.look("1001:north");
    CHECK(look.missing == 1);
    CHECK(look.gone == 0);
    CHECK(clinic.until("10:05") == "1001");
    CHECK(clinic.seen("1002").standing == RecordStanding::kMissing);
    CHECK(clinic.look("1001:north", Duration{0}, true).gone == 0);
    look = clinic.look("1001:north 1002:north");
    CHECK(clinic.until("10:06") == "1002");
  }
  SUBCASE("parts are no longer named: the source speaks for all") {
    clinic.reread("export = \"complete\"\nscope = \"branch\"");
    clinic.look("1001:north 1002:north");
    clinic.until("09:40");
    clinic.reread("export = \"complete\"");
    CHECK(clinic.look("1001:north").gone == 1);
    CHECK(clinic.until("10:05") == "1001");
  }
}

TEST_CASE("an export without the column that parts or deletes rows is refused") {
  for (const char* record : {"scope = \"branch\"", "deleted = \"branch\""}) {
    CAPTURE(record);
    Clinic clinic("export = \"complete\"\n" + std::string(record));
    clinic.columns = ",branch";
    clinic.look("1001:no 1002:no");
    clinic.until("09:30");
    clinic.columns.clear();
    CHECK_THROWS_WITH_AS(clinic.look("1001"), "the records have no column \"branch\"", Error);
    CHECK_THROWS_AS(clinic.plan("1001"), Error);
    CHECK(clinic.conversation("1002").status == ConversationStatus::kWaiting);
  }
}

TEST_CASE("a header alone counts only if a row under it could be read") {
  Clinic clinic("export = \"complete\"");
  clinic.look("1001");
  for (const char* header : {"id,foo\n", "id,phone,name,starts_at\n", "phone,ok,name\n"}) {
    CAPTURE(header);
    CHECK_THROWS_AS(clinic.read(header), Error);
  }
  CHECK(clinic.conversation("1001").status == ConversationStatus::kWaiting);
  CHECK(clinic.look("").gone == 1);
}

TEST_CASE("few missing from each part may be too many of all") {
  std::string all, few, one;
  for (int part = 0; part < 4; ++part) {
    for (int n = 0; n < 9; ++n) {
      const std::string row = fmt::format("1{}0{}:part{} ", part, n, part);
      all += row;
      few += n == 0 ? row : "";
      one += n == 0 || part > 0 ? row : "";
    }
  }
  for (const char* kind : {"snapshot", "complete"}) {
    CAPTURE(kind);
    Clinic clinic(fmt::format("scope = \"branch\"\nexport = \"{}\"", kind));
    clinic.columns = ",branch";
    clinic.look(all);
    clinic.until("09:30");
    LookSummary look = clinic.look(few);
    CHECK(look.doubted == 32);
    CHECK(look.open == 36);
    CHECK(look.gone + look.missing == 0);
    CHECK(clinic.plan(few).look.doubted == 32);
    CHECK(clinic.look(few, Duration{0}, true).gone == 32);
  }
  Clinic clinic("scope = \"branch\"\nexport = \"complete\"");
  clinic.columns = ",branch";
  clinic.look(all);
  CHECK_MESSAGE(clinic.look(one).gone == 8, "one part that nearly empties, of four");
}

TEST_CASE("half of one part is too many, however large the others are") {
  std::string all, rest;
  for (int n = 0; n < 40; ++n) {
    const std::string row = fmt::format("10{:02}:{} ", n, n < 12 ? "north" : "south");
    all += row;
    rest += n == 0 || n >= 12 ? row : "";
  }
  Clinic clinic("scope = \"branch\"\nexport = \"complete\"");
  clinic.columns = ",branch";
  clinic.look(all);
  const LookSummary look = clinic.look(rest);
  CHECK(look.doubted == 11);
  CHECK(look.open == 12);
}

TEST_CASE("moved and moved back before anybody was told: the plan says what is done") {
  Clinic clinic;
  clinic.look("1001");
  CHECK(clinic.until("10:05") == "1001");
  std::string moved = clinic.csv("1001");
  moved.replace(moved.find("T14:00"), 6, "T19:00");
  clinic.read(moved);
  CHECK(clinic.conversation("1001").status == ConversationStatus::kWaiting);
  const PlanSummary plan = clinic.plan("1001");
  CHECK(plan.now + plan.later == 0);
  CHECK(plan.blocked.at("already_asked") == 1);
  clinic.look("1001");
  CHECK(clinic.conversation("1001").status == ConversationStatus::kOpen);
  CHECK(clinic.until("10:30") == "");
  CHECK(clinic.until("11:30") == "1001!");
}

}  // namespace smsflow::intake_test
