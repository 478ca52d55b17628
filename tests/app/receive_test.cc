#include "app/receive.h"

#include "clinic_log.h"

namespace smsflow::receive_test {
namespace {

struct Asked : ClinicLog {
  Asked() {
    see(booking());
    deliver("SM1");
  }
};

DeliveryReceipt receipt(DeliveryStatus status, const std::string& provider_id = "SM1") {
  return {.provider = "main",
          .event_key = provider_id + std::string(name(status)),
          .provider_id = provider_id,
          .status = status,
          .raw_status = std::string(name(status)),
          .received_at = ClinicLog::kNow};
}

}  // namespace

TEST_CASE("a booking is planned once, and seen again it is what it was") {
  ClinicLog clinic;
  CHECK(clinic.see(ClinicLog::booking()).handled == "planned");
  CHECK(clinic.question().state == IntentState::kPlanned);
  const std::string asked = clinic.question().id;
  const Received again = clinic.see(ClinicLog::booking());
  CHECK(again.handled == "unchanged");
  CHECK(again.repeat);
  CHECK(clinic.question().id == asked);
}

TEST_CASE("a row of a table that is nothing to plan makes no event") {
  ClinicLog clinic;
  RecordSnapshot cancelled = ClinicLog::booking();
  cancelled.eligible = false;
  RecordSnapshot far = ClinicLog::booking("2026-04-03T15:00:00-06:00");
  RecordSnapshot past = ClinicLog::booking("2026-03-02T16:00:00-06:00");
  for (const RecordSnapshot& record : {cancelled, far, past}) {
    CAPTURE(record.hash);
    CHECK(clinic.see(record).handled == "not_yet");
    CHECK_FALSE(clinic.log->read()->record_seen("appointment", "A1"));
  }
}

TEST_CASE("a row that was posted is kept though it is far, and counts once") {
  ClinicLog clinic;
  const RecordSnapshot far = ClinicLog::booking("2026-04-03T15:00:00-06:00");
  CHECK_FALSE(clinic.take(PostedRecord{far, "evt_1"}).repeat);
  CHECK(clinic.log->read()->record_seen("appointment", "A1"));
  CHECK(clinic.take(PostedRecord{far, "evt_1"}).repeat);
  CHECK_FALSE(clinic.take(PostedRecord{far, "evt_2"}).repeat);
}

TEST_CASE("an older version of a row changes nothing") {
  ClinicLog clinic;
  RecordSnapshot record = ClinicLog::booking();
  record.version = "7";
  clinic.see(record);
  RecordSnapshot older = ClinicLog::booking("2026-03-03T16:00:00-06:00");
  older.version = "6";
  CHECK(clinic.see(older).handled == "ignored");
  CHECK(clinic.conversation().record.version == "7");
}

TEST_CASE("a reply is decided once, whatever its carrier does") {
  Asked clinic;
  const Received first = clinic.hear("SM9", "C");
  CHECK(first.handled == "auto_resolved");
  CHECK(first.conversation == clinic.id());
  CHECK(clinic.conversation().outcome == "confirmed");
  // Whatever its words are now: what they came to the first time is what is told.
  const Received again = clinic.hear("SM9", "STOP");
  CHECK(again.repeat);
  CHECK(again.handled == "auto_resolved");
  CHECK(again.conversation == clinic.id());
  CHECK(clinic.conversation().replies == 1);
  const std::optional<Contact> contact = clinic.log->read()->contact(ClinicLog::phone());
  CHECK_FALSE((contact && contact->opted_out_at));
}

TEST_CASE("the same id of another carrier is another text") {
  Asked clinic;
  clinic.hear("SM9", "C");
  const std::unique_ptr<ReadTransaction> log = clinic.log->read();
  CHECK(log->text_handled("main", "SM9"));
  CHECK_FALSE(log->text_handled("other", "SM9"));
  CHECK_FALSE(log->text_handled("main", "SM8"));
}

TEST_CASE("a number without any conversation is answered for as well") {
  ClinicLog clinic;
  const Received received = clinic.hear("SM9", "hello?");
  CHECK(received.handled == "handed_off");
  CHECK(received.conversation.empty());
  CHECK(clinic.log->read()->contact(ClinicLog::phone()));
}

TEST_CASE("receipts may come in any order, and a final one stays") {
  Asked clinic;
  clinic.take(receipt(DeliveryStatus::kSent));
  CHECK(clinic.question().state == IntentState::kSent);
  clinic.take(receipt(DeliveryStatus::kDelivered));
  CHECK(clinic.question().state == IntentState::kDelivered);
  clinic.take(receipt(DeliveryStatus::kQueued));
  clinic.take(receipt(DeliveryStatus::kUndelivered));
  CHECK(clinic.question().state == IntentState::kDelivered);
  CHECK(clinic.take(receipt(DeliveryStatus::kDelivered)).repeat);
}

TEST_CASE("a receipt of a text that nobody knows yet is kept for it") {
  Asked clinic;
  const Received received = clinic.take(receipt(DeliveryStatus::kDelivered, "SM7"));
  CHECK_FALSE(received.repeat);
  CHECK(received.conversation.empty());
  CHECK(clinic.log->read()->orphan_receipts("main", "SM7").size() == 1);
}

TEST_CASE("a receipt that names its text settles what was unknown") {
  ClinicLog clinic;
  clinic.see(ClinicLog::booking());
  Intent ask = clinic.question();
  ask.state = IntentState::kPosting;
  REQUIRE(clinic.move(ask, "posting"));
  ask.state = IntentState::kUnknown;
  REQUIRE(clinic.move(ask, "no answer"));
  DeliveryReceipt heard = receipt(DeliveryStatus::kDelivered, "SM7");
  heard.intent = ask.id;
  clinic.take(heard);
  CHECK(clinic.question().state == IntentState::kDelivered);
  CHECK(clinic.question().provider_id == "SM7");
  CHECK(clinic.question().accepted_at == clinic.now);
}

TEST_CASE("an intent moves as it may, or not at all") {
  ClinicLog clinic;
  clinic.see(ClinicLog::booking());
  Intent ask = clinic.question();
  ask.state = IntentState::kRejected;
  CHECK_FALSE(clinic.move(ask, "never posted"));
  CHECK(clinic.question().state == IntentState::kPlanned);
  Intent nobody = ask;
  nobody.id = "i0";
  nobody.state = IntentState::kPosting;
  CHECK_FALSE(clinic.move(nobody, "never planned"));
}

TEST_CASE("a timer that is due leads on; of nobody it is dropped") {
  Asked clinic;
  const std::vector<Timer> timers =
      clinic.log->read()->due_timers(clinic.now + std::chrono::hours{24}, 9);
  REQUIRE(timers.size() == 1);
  clinic.now = timers[0].due;
  clinic.take(timers[0]);
  CHECK(clinic.conversation().state == "nudged");
  CHECK_FALSE(clinic.log->read()->timer(timers[0].id));
  const Timer orphan{.id = "t0", .conversation = "c0", .due = clinic.now};
  {
    const auto transaction = clinic.log->write(clinic.now);
    REQUIRE(transaction->write(TimerSet{orphan}));
    transaction->commit();
  }
  CHECK(clinic.take(orphan).handled == "stale");
  CHECK_FALSE(clinic.log->read()->timer("t0"));
}

TEST_CASE("a person acts on a hand-off until it is resolved") {
  Asked clinic;
  clinic.hear("SM9", "is there parking?");
  const std::string handoff = clinic.conversation().handoff;
  REQUIRE_FALSE(handoff.empty());
  const auto act = [&](AgentAction::Kind kind, const std::string& id) {
    AgentAction action{.kind = kind, .agent = "kim"};
    action.text = "Yes, behind the house.";
    return clinic.take(action, std::string_view(id));
  };
  CHECK_FALSE(act(AgentAction::Kind::kReply, handoff).handled.empty());
  CHECK(act(AgentAction::Kind::kClaim, "h0").handled == "ignored");
  CHECK_FALSE(act(AgentAction::Kind::kResolve, handoff).repeat);
  CHECK(act(AgentAction::Kind::kReply, handoff).handled == "ignored");
  CHECK(clinic.log->read()->handoff(handoff)->status == HandoffStatus::kResolved);
}

}  // namespace smsflow::receive_test
