// Any noun of the log, as rapidcheck draws it: with texts that are hard to keep, and now and then
// without what may be missing.
#pragma once

#include <rapidcheck.h>

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/change.h"

namespace smsflow {

inline bool any_flag() {
  return *rc::gen::arbitrary<bool>();
}

inline int any_number(int end = 1000) {
  return *rc::gen::inRange(0, end);
}

// Nothing, or words that no other draw is likely to give.
inline std::string any_text() {
  if (any_number(5) == 0) return {};
  return *rc::gen::elementOf(std::vector<std::string>{"a", "Zo\u00eb \"Z\"", "line\nbreak\x01\\",
                                                      "\U0001F600", "{\"at\":1}", "null", "1.5",
                                                      std::string("nil\0nil", 7)}) +
         std::to_string(any_number(100'000));
}

inline Instant any_instant() {
  return from_ms(*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000));
}

inline std::optional<Instant> maybe_instant() {
  if (any_flag()) return std::nullopt;
  return any_instant();
}

inline PhoneNumber any_phone() {
  return *PhoneNumber::from_e164("+1312555" + std::to_string(*rc::gen::inRange(1000, 9999)));
}

// One of an enumeration that counts from 0 to `last`.
template <typename Enum>
Enum any_of(Enum last) {
  return static_cast<Enum>(any_number(static_cast<int>(last) + 1));
}

inline std::vector<std::string> any_texts() {
  std::vector<std::string> texts(static_cast<std::size_t>(any_number(4)));
  for (std::string& text : texts) text = any_text();
  return texts;
}

inline Value any_value() {
  switch (any_number(6)) {
    case 0:
      return std::monostate{};
    case 1:
      return any_flag();
    case 2:
      return *rc::gen::arbitrary<std::int64_t>();
    case 3:
      return *rc::gen::elementOf(std::vector<double>{0.0, 5.0, -12.5, 0.1, 1e300, 5e-324,
                                                     std::numeric_limits<double>::infinity(),
                                                     -std::numeric_limits<double>::infinity()});
    case 4:
      return any_instant();
    default:
      return any_text();
  }
}

// Scope, moment of its end and whether it was posted stay blank: the log keeps them apart.
inline RecordSnapshot any_record() {
  RecordSnapshot record;
  record.workflow = any_text();
  record.key = any_text();
  if (any_flag()) record.phone = any_phone();
  record.zone = any_text();
  record.language = any_text();
  if (any_flag()) record.consent = any_flag();
  record.version = any_text();
  for (int i = any_number(5); i > 0; --i) record.fields[any_text()] = any_value();
  record.hash = any_text();
  record.eligible = any_flag();
  record.at = maybe_instant();
  record.expires = maybe_instant();
  record.respond_by = maybe_instant();
  record.start = any_text();
  record.begins = any_flag();
  record.vanished = any_flag();
  record.seen_at = any_instant();
  return record;
}

inline Conversation any_conversation() {
  Conversation conversation;
  conversation.id = any_text();
  conversation.workflow = any_text();
  conversation.revision = any_text();
  conversation.record = any_record();
  conversation.status = any_of(ConversationStatus::kVoid);
  conversation.state = any_text();
  conversation.visit = any_number();
  conversation.run = any_number();
  conversation.outcome = any_text();
  conversation.resolution = any_text();
  conversation.asked_state = any_text();
  conversation.ask_intent = any_text();
  conversation.asked_at = maybe_instant();
  conversation.last_label = any_text();
  conversation.unclear = any_number();
  conversation.replies = any_number();
  conversation.sender = any_text();
  conversation.handoff = any_text();
  for (int i = any_number(4); i > 0; --i) conversation.captured[any_text()] = any_text();
  conversation.offered = any_texts();
  conversation.rating_asked_at = maybe_instant();
  conversation.rating = any_number();
  conversation.opened_at = any_instant();
  conversation.first_reply_at = maybe_instant();
  conversation.ended_at = maybe_instant();
  conversation.changed_at = any_instant();
  return conversation;
}

inline Intent any_intent() {
  Intent intent{.to = any_phone()};
  intent.id = any_text();
  intent.channel = any_of(Channel::kMail);
  intent.kind = any_of(SendKind::kAgent);
  intent.conversation = any_text();
  intent.workflow = any_text();
  intent.revision = any_text();
  intent.key = any_text();
  intent.step = any_text();
  intent.occurrence = any_text();
  intent.sender = any_text();
  intent.text = any_text();
  intent.literal = any_flag();
  intent.language = any_text();
  intent.variant = any_text();
  intent.planned_at = any_instant();
  intent.due = any_instant();
  intent.expires = maybe_instant();
  intent.state = any_of(IntentState::kExpired);
  intent.attempt = any_number();
  intent.sent_text = any_text();
  intent.owner = any_text();
  intent.deadline = maybe_instant();
  intent.provider = any_text();
  intent.provider_id = any_text();
  intent.status = any_of(DeliveryStatus::kExpired);
  intent.error = any_of(ErrorClass::kOther);
  intent.block = any_of(BlockReason::kNotSeen);
  intent.detail = any_text();
  intent.segments = any_number();
  intent.accepted_at = maybe_instant();
  intent.changed_at = any_instant();
  intent.lookups = any_number();
  return intent;
}

inline Contact any_contact() {
  Contact contact{.phone = any_phone()};
  contact.opted_out_at = maybe_instant();
  contact.opt_out_rule = any_text();
  contact.opt_out_confirmed_at = maybe_instant();
  contact.paused = any_flag();
  contact.wrong_number = any_flag();
  contact.unreachable = any_of(ErrorClass::kOther);
  for (int i = any_number(4); i > 0; --i) {
    contact.consents.push_back({any_text(), any_flag(), any_text(), any_text(), any_instant()});
  }
  for (int i = any_number(4); i > 0; --i) contact.recent_replies.push_back(any_instant());
  if (any_flag())
    contact.choice = PendingChoice{any_texts(), any_text(), any_text(), maybe_instant()};
  contact.handoff = any_text();
  contact.sender = any_text();
  return contact;
}

inline Handoff any_handoff() {
  Handoff handoff{.contact = any_phone()};
  handoff.id = any_text();
  handoff.queue = any_text();
  handoff.reason = any_text();
  handoff.priority = any_text();
  handoff.conversation = any_text();
  handoff.workflow = any_text();
  handoff.key = any_text();
  handoff.message = any_text();
  handoff.status = any_of(HandoffStatus::kResolved);
  handoff.agent = any_text();
  handoff.label = any_text();
  handoff.opened_at = any_instant();
  handoff.first_response_due = maybe_instant();
  handoff.resolution_due = maybe_instant();
  handoff.responded_at = maybe_instant();
  handoff.resolved_at = maybe_instant();
  handoff.alerts = any_number();
  handoff.changed_at = any_instant();
  return handoff;
}

inline Timer any_timer() {
  return {.id = any_text(),
          .kind = any_of(TimerKind::kSatisfaction),
          .conversation = any_text(),
          .handoff = any_text(),
          .run = any_number(),
          .visit = any_number(),
          .due = any_instant()};
}

inline DeliveryReceipt any_receipt() {
  return {.provider = any_text(),
          .event_key = any_text(),
          .intent = any_text(),
          .provider_id = any_text(),
          .status = any_of(DeliveryStatus::kExpired),
          .raw_status = any_text(),
          .error = any_of(ErrorClass::kOther),
          .received_at = any_instant()};
}

// Without its raw request and the weights of its verdict, which no projection keeps.
inline InboundRecorded any_reply() {
  InboundRecorded reply{.message = {.provider = any_text(), .id = any_text(), .from = any_phone()}};
  reply.message.to.value = any_text();
  reply.message.text = any_text();
  reply.message.received_at = any_instant();
  reply.message.flag = any_of(CarrierFlag::kHelp);
  reply.message.media = any_number();
  reply.verdict = {.label = any_text(),
                   .layer = any_of(Layer::kModel),
                   .rule = any_text(),
                   .confidence = any_number() / 1000.0,
                   .runner_up = any_text(),
                   .runner_up_confidence = any_number() / 1000.0,
                   .automatic = any_flag(),
                   .suspected_opt_out = any_flag(),
                   .features = {}};
  reply.classifier = any_text();
  reply.conversation = any_text();
  reply.handled = any_text();
  reply.reason = any_text();
  reply.late = any_flag();
  reply.raw_sha256 = any_text();
  return reply;
}

}  // namespace smsflow
