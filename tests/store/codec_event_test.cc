#include <doctest/doctest.h>

#include "sample.h"
#include "store/event.h"
#include "text/json.h"

namespace smsflow::codec_event_test {

namespace {

Json data(const Change& change) {
  return Json::parsed(data_of(draft_of(change)));
}

}  // namespace

TEST_CASE("each change is an event of its own kind, of the nouns it is about") {
  struct Case {
    Change change;
    EventKind kind;
    std::string conversation;
    std::string intent;
    std::string handoff;
  };
  const Conversation conversation = sample_conversation("a1");
  const Intent intent = sample_intent("1");
  Handoff handoff = sample_handoff("h1");
  const Case cases[] = {
      {sample_reply("SM1", 1, "c1"), EventKind::kInbound, "c1", "", ""},
      {ReceiptRecorded{{.intent = "i1"}}, EventKind::kReceipt, "", "i1", ""},
      {RecordSeen{sample_record("a1"), "c1"}, EventKind::kRecord, "c1", "", ""},
      {RecordPosted{"w", "a1", "e1", "planned", "", "c1"}, EventKind::kPosted, "c1", "", ""},
      {ConversationChanged{conversation, ""}, EventKind::kConversation, conversation.id, "", ""},
      {ContactChanged{sample_contact(), "", ""}, EventKind::kContact, "", "", ""},
      {IntentPlanned{intent}, EventKind::kPlanned, intent.conversation, intent.id, ""},
      {IntentMoved{intent, IntentState::kPlanned, ""}, EventKind::kMoved, intent.conversation,
       intent.id, ""},
      {TimerSet{sample_timer("t1", 70)}, EventKind::kTimerSet, "c1", "", "h1"},
      {TimerDropped{"t1", true}, EventKind::kTimerDropped, "", "", ""},
      {HandoffChanged{handoff, ""}, EventKind::kHandoff, handoff.conversation, "", "h1"},
      {RevisionKept{"r1", "w", "s"}, EventKind::kRevision, "", "", ""},
      {LogPurged{at(5)}, EventKind::kPurged, "", "", ""},
      {StandingChanged{.workflow = "w", .key = "a1", .conversation = "c1"}, EventKind::kStanding,
       "c1", "", ""},
      {LookTaken{.workflow = "w"}, EventKind::kLooked, "", "", ""},
      {AccountServed{"twilio", "AC1"}, EventKind::kAccount, "", "", ""},
      {LogAdopted{}, EventKind::kAdopted, "", "", ""},
  };
  for (const Case& one : cases) {
    CAPTURE(name(one.kind));
    const EventDraft draft = draft_of(one.change);
    CHECK(draft.kind == one.kind);
    CHECK(draft.conversation == one.conversation);
    CHECK(draft.intent == one.intent);
    CHECK(draft.handoff == one.handoff);
  }
}

TEST_CASE("the data of an event says what is now, why, and by which message") {
  CHECK(data(TimerDropped{"t1", true}).dump() == R"({"now":{"id":"t1","fired":1}})");
  CHECK(data(LogPurged{from_ms(5)}).dump() == R"({"now":{"before":5}})");
  CHECK(data(RevisionKept{"r1", "w", "say \"hi\""}).at("now").text_at("source") == "say \"hi\"");
  const Json stop = data(ContactChanged{sample_contact(), "opted \"out\"", "SM1"});
  CHECK(stop.text_at("why") == "opted \"out\"");
  CHECK(stop.text_at("message") == "SM1");
}

TEST_CASE("a move that may not be is kept with where from and where to") {
  const Intent intent = moved(sample_intent("1"), IntentState::kDelivered, 2);
  const EventDraft draft = dropped({intent, IntentState::kPlanned, "a late word"});
  CHECK(draft.kind == EventKind::kMoveDropped);
  CHECK(draft.intent == intent.id);
  CHECK(data_of(draft) == R"({"now":{},"why":"a late word","from":"planned","to":"delivered"})");
}

TEST_CASE("what is personal of a message is apart from the data of its event") {
  InboundRecorded reply = sample_reply("SM1");
  reply.message.text = "private words";
  reply.raw = "raw words";
  const EventDraft draft = draft_of(reply);
  CHECK(draft.body == "private words");
  CHECK(draft.raw == "raw words");
  const std::string data = data_of(draft);
  CHECK(data.find("words") == std::string::npos);
  CHECK(data.find(reply.message.from.e164()) == std::string::npos);
  const std::string record = data_of(draft_of(RecordSeen{sample_record("a1"), "c1"}));
  CHECK(record.find("Zo") == std::string::npos);
  CHECK(record.find(phone().e164()) == std::string::npos);
}

}  // namespace smsflow::codec_event_test
