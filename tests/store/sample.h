// Things to put in a log, complete enough to show a field that is lost on the way.
#pragma once

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include "store/store.h"

namespace smsflow {

inline PhoneNumber phone(int n = 1) {
  return *PhoneNumber::from_e164("+1312555" + std::to_string(1000 + n));
}

inline Instant at(std::int64_t seconds) {
  return from_ms(1'770'000'000'000 + seconds * 1000);
}

// A folder of its own, gone afterwards.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "smsflow-store-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string log() const { return path_ + "/log.db"; }

 private:
  std::string path_;
};

inline RecordSnapshot sample_record(const std::string& key, int contact = 1) {
  RecordSnapshot record;
  record.workflow = "appointment";
  record.key = key;
  record.phone = phone(contact);
  record.zone = "America/Chicago";
  record.language = "es";
  record.consent = false;
  record.version = "7";
  record.fields = {{"first_name", std::string("Zo\u00eb \"Z\" \n\x01")},
                   {"starts_at", at(90'000)},
                   {"amount", 12.5},
                   {"whole", 5.0},
                   {"visits", std::int64_t{3}},
                   {"new", true},
                   {"note", std::monostate{}}};
  record.hash = "hash-of-" + key;
  record.eligible = true;
  record.at = at(3600);
  record.expires = at(7200);
  record.respond_by = at(9000);
  record.seen_at = at(1);
  return record;
}

inline Conversation sample_conversation(const std::string& key, int contact = 1) {
  Conversation conversation;
  conversation.id = conversation_id("appointment", key);
  conversation.workflow = "appointment";
  conversation.revision = "r1";
  conversation.record = sample_record(key, contact);
  conversation.status = ConversationStatus::kOpen;
  conversation.state = "asked";
  conversation.visit = 2;
  conversation.run = 1;
  conversation.asked_state = "asked";
  conversation.ask_intent = "i1";
  conversation.asked_at = at(10);
  conversation.last_label = "confirm";
  conversation.unclear = 1;
  conversation.replies = 4;
  conversation.sender = "+15550100";
  conversation.captured = {{"slot", "monday"}};
  conversation.opened_at = at(5);
  conversation.first_reply_at = at(20);
  conversation.changed_at = at(21);
  return conversation;
}

inline Intent sample_intent(const std::string& occurrence, const std::string& key = "a1",
                            int contact = 1) {
  Intent intent{.to = phone(contact)};
  intent.id = intent_id("appointment", key, "asked.say", occurrence);
  intent.conversation = conversation_id("appointment", key);
  intent.workflow = "appointment";
  intent.revision = "r1";
  intent.key = key;
  intent.step = "asked.say";
  intent.occurrence = occurrence;
  intent.sender = "+15550100";
  intent.text = "Hi {first_name}, reply C.";
  intent.language = "es";
  intent.variant = "b";
  intent.planned_at = at(1);
  intent.due = at(100);
  intent.expires = at(1000);
  intent.changed_at = at(1);
  intent.segments = 1;
  return intent;
}

inline Intent moved(Intent intent, IntentState state, std::int64_t seconds) {
  intent.state = state;
  intent.changed_at = at(seconds);
  return intent;
}

inline Contact sample_contact(int n = 1) {
  Contact contact{.phone = phone(n)};
  contact.opted_out_at = at(30);
  contact.opt_out_rule = "opt-out word STOP (en)";
  contact.opt_out_confirmed_at = at(31);
  contact.paused = true;
  contact.wrong_number = true;
  contact.unreachable = ErrorClass::kGone;
  contact.consents = {{"*", true, "form", "I agree to \"texts\"", at(1)},
                      {"appointment-reminder", false, "record", "", at(2)}};
  contact.recent_replies = {at(3), at(4)};
  contact.choice = PendingChoice{{"c1", "c2"}, "confirm", "SM1", at(5)};
  contact.handoff = "h1";
  contact.sender = "+15550100";
  return contact;
}

inline Handoff sample_handoff(const std::string& id, int contact = 1) {
  Handoff handoff{.contact = phone(contact)};
  handoff.id = id;
  handoff.queue = "front-desk";
  handoff.reason = "asked for a person";
  handoff.conversation = conversation_id("appointment", "a1");
  handoff.workflow = "appointment";
  handoff.key = "a1";
  handoff.message = "SM1";
  handoff.opened_at = at(40);
  handoff.first_response_due = at(940);
  handoff.resolution_due = at(9400);
  handoff.alerts = 1;
  handoff.changed_at = at(40);
  return handoff;
}

inline Timer sample_timer(const std::string& id, std::int64_t due) {
  return {.id = id,
          .kind = TimerKind::kAlert,
          .conversation = "c1",
          .handoff = "h1",
          .run = 1,
          .visit = 2,
          .due = at(due)};
}

inline InboundRecorded sample_reply(const std::string& id, int contact = 1,
                                    const std::string& conversation = "") {
  InboundRecorded reply{.message = {.provider = "main", .id = id, .from = phone(contact)}};
  reply.message.to = {"+15550100"};
  reply.message.text = "Yes! " + id;
  reply.message.received_at = at(50);
  reply.message.media = 1;
  reply.message.flag = CarrierFlag::kHelp;
  reply.verdict = {.label = "confirm",
                   .layer = Layer::kPhrase,
                   .rule = "phrase \"yes\"",
                   .confidence = 0.75,
                   .runner_up = "thanks",
                   .runner_up_confidence = 0.5,
                   .automatic = true,
                   .suspected_opt_out = true,
                   .features = {}};
  reply.classifier = "m1";
  reply.conversation = conversation;
  reply.handled = "auto_resolved";
  reply.reason = "open question";
  reply.late = true;
  reply.raw_sha256 = "abc";
  reply.raw = "Body=Yes%21";
  return reply;
}

inline DeliveryReceipt sample_receipt(const std::string& key, const std::string& provider_id) {
  return {.provider = "main",
          .event_key = key,
          .intent = "",
          .provider_id = provider_id,
          .status = DeliveryStatus::kDelivered,
          .raw_status = "delivered",
          .error = ErrorClass::kBlocked,
          .received_at = at(60)};
}

// Writes in a transaction of its own.
template <typename... Written>
bool write(Log& store, const Written&... changes) {
  const auto transaction = store.write(at(0));
  const bool all = (transaction->write(changes) && ...);
  transaction->commit();
  return all;
}

}  // namespace smsflow
