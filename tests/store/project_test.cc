#include "store/project.h"

#include <set>

#include "bare.h"

namespace smsflow::project_test {

TEST_CASE("what is known already is nothing; what may not happen is dropped") {
  Bare log;
  const Intent planned = sample_intent("1");
  CHECK(admit(IntentPlanned{planned}, log.tables) == Admission::kEvent);
  CHECK(admit(TimerDropped{"t1", true}, log.tables) == Admission::kNothing);
  CHECK(admit(RevisionKept{"r1", "a", "b"}, log.tables) == Admission::kEvent);
  const StandingChanged missing{
      .workflow = "appointment", .key = "a1", .standing = RecordStanding::kMissing};
  CHECK(admit(missing, log.tables) == Admission::kNothing);

  log.put(1, planned);
  log.put(2, sample_timer("t1", 70));
  log.put(3, RevisionKept{"r1", "a", "b"});
  log.put(4, RecordSeen{sample_record("a1"), "c1"});
  CHECK(admit(missing, log.tables) == Admission::kEvent);
  CHECK(admit(IntentPlanned{planned}, log.tables) == Admission::kNothing);
  CHECK(admit(TimerDropped{"t1", true}, log.tables) == Admission::kEvent);
  CHECK(admit(TimerSet{sample_timer("t1", 80)}, log.tables) == Admission::kEvent);
  CHECK(admit(RevisionKept{"r1", "a", "b"}, log.tables) == Admission::kNothing);

  struct Case {
    IntentState from;
    IntentState to;
    Admission admission;
  };
  for (const Case& one : {Case{IntentState::kPlanned, IntentState::kPosting, Admission::kEvent},
                          Case{IntentState::kPlanned, IntentState::kRejected, Admission::kDropped},
                          Case{IntentState::kPosting, IntentState::kAccepted,
                               Admission::kDropped}}) {  // it is planned
    const IntentMoved move{moved(planned, one.to, 2), one.from, ""};
    CHECK(admit(move, log.tables) == one.admission);
  }
  const IntentMoved unknown{moved(sample_intent("2"), IntentState::kPosting, 2),
                            IntentState::kPlanned, ""};
  CHECK(admit(unknown, log.tables) == Admission::kDropped);
}

TEST_CASE("a text counts as gone from the moment it may have left") {
  for (int state = 0; state <= static_cast<int>(IntentState::kExpired); ++state) {
    Intent intent = moved(sample_intent("1"), static_cast<IntentState>(state), 30);
    CAPTURE(name(intent.state));
    const bool stayed =
        intent.state == IntentState::kPlanned || intent.state == IntentState::kRejected ||
        intent.state == IntentState::kSuppressed || intent.state == IntentState::kHeldOut ||
        intent.state == IntentState::kExpired;
    CHECK(left_at(intent) == (stayed ? std::nullopt : std::optional(at(30))));
    intent.accepted_at = at(20);
    CHECK(left_at(intent) == (stayed ? std::nullopt : std::optional(at(20))));
  }
}

TEST_CASE("what may come again has a key of its kind, its sender and its id; all else has none") {
  InboundRecorded reply = sample_reply("SM1");
  DeliveryReceipt receipt = sample_receipt("SM1", "SM1");
  RecordPosted posted{.workflow = "main", .key = "a1", .id = "SM1"};
  std::set<std::string> keys;
  const auto is_new = [&](const Change& change) {
    const std::string key = event_key(change);
    CHECK(key.size() == 16);
    return keys.insert(key).second;
  };
  CHECK(is_new(reply));
  CHECK(is_new(ReceiptRecorded{receipt}));
  CHECK(is_new(posted));
  reply.message.text = "another text";
  receipt.status = DeliveryStatus::kFailed;
  posted.key = "a2";
  CHECK_FALSE(is_new(reply));
  CHECK_FALSE(is_new(ReceiptRecorded{receipt}));
  CHECK_FALSE(is_new(posted));
  reply.message.provider = "other";
  receipt.provider = "other";
  posted.workflow = "other";
  CHECK(is_new(reply));
  CHECK(is_new(ReceiptRecorded{receipt}));
  CHECK(is_new(posted));
  CHECK(event_key(IntentPlanned{sample_intent("1")}).empty());
  CHECK(event_key(ConversationChanged{sample_conversation("a1"), ""}).empty());
}

}  // namespace smsflow::project_test
