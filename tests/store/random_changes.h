// A seeded stream of changes such as an engine could make, with repeats, illegal moves and late
// words among them.
#pragma once

#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "model.h"
#include "sample.h"

namespace smsflow {

class RandomChanges {
 public:
  explicit RandomChanges(std::uint64_t seed) : random_(seed) {}

  // One change; what it builds on is read from the transaction.
  Change next(Transaction& transaction) {
    ++serial_;
    switch (below(15)) {
      case 11:
        return RecordPosted{"appointment", key(),   "evt_" + std::to_string(below(100)),
                            "planned",     "meets", conversation_id("appointment", key())};
      case 13:
        return standing();
      case 14:
        return LookTaken{"appointment", scope(),   moment(),
                         below(500),    below(50), std::to_string(serial_)};
      case 0:
        return reply();
      case 1:
        return receipt();
      case 2:
        return RecordSeen{record(), conversation_id("appointment", key())};
      case 3:
      case 4:
        return conversation(transaction);
      case 5:
        return contact(transaction);
      case 6:
        return planned();
      case 7:
      case 8:
        return move(transaction);
      case 9:
        return timer();
      case 10:
        return handoff(transaction);
      default:
        return RevisionKept{"r" + std::to_string(below(5)), "appointment", "name = \"a\""};
    }
  }

  int below(int end) { return static_cast<int>(random_() % static_cast<std::uint64_t>(end)); }
  Instant moment() { return at(below(10'000)); }

 private:
  std::string key() { return "a" + std::to_string(below(40)); }
  int person() { return below(15); }

  std::string scope() { return std::string(below(2) == 0 ? "" : "north"); }

  StandingChanged standing() {
    StandingChanged one{.workflow = "appointment",
                        .key = key(),
                        .standing = static_cast<RecordStanding>(below(5)),
                        .scope = scope(),
                        .seen_at = moment(),
                        .over_at = {},
                        .posted = below(2) == 0,
                        .reason = "because of " + std::to_string(serial_),
                        .conversation = {}};
    if (below(2) == 0) one.over_at = moment();
    return one;
  }

  RecordSnapshot record() {
    RecordSnapshot snapshot = sample_record(key(), person());
    if (below(10) == 0) snapshot.phone.reset();
    snapshot.vanished = !snapshot.phone;
    snapshot.hash = "hash" + std::to_string(below(100));
    snapshot.seen_at = moment();
    snapshot.scope = scope();
    snapshot.posted = below(2) == 0;
    if (below(2) == 0) snapshot.over_at = moment();
    snapshot.fields["amount"] = below(1000) / 8.0;
    return snapshot;
  }

  InboundRecorded reply() {
    InboundRecorded one = sample_reply("SM" + std::to_string(below(400)), person());
    if (below(2) == 0) one.conversation = conversation_id("appointment", key());
    one.message.text = "text \xF0\x9F\x98\x80 " + std::to_string(serial_);
    one.message.received_at = moment();
    return one;
  }

  ReceiptRecorded receipt() {
    const std::string id = "P" + std::to_string(below(60));
    DeliveryReceipt one = sample_receipt(id + ":" + std::to_string(below(4)), id);
    if (below(3) == 0) one.intent = sample_intent(std::to_string(below(60)), "a1").id;
    return {one};
  }

  ConversationChanged conversation(Transaction& transaction) {
    const std::string name = key();
    Conversation now = transaction.conversation(conversation_id("appointment", name))
                           .value_or(sample_conversation(name, person()));
    now.status = static_cast<ConversationStatus>(below(5));
    now.state = "state" + std::to_string(below(4));
    now.visit = below(9);
    if (below(4) == 0) now.asked_at = moment();
    if (below(8) == 0) now.asked_at.reset();
    if (below(5) == 0) now.record = sample_record(name, person());
    if (below(5) == 0) now.captured["slot"] = "slot " + std::to_string(serial_);
    if (below(9) == 0) now.record.phone.reset();
    now.changed_at = moment();
    return {now, "because of " + std::to_string(serial_)};
  }

  ContactChanged contact(Transaction& transaction) {
    const PhoneNumber number = phone(person());
    Contact now = transaction.contact(number).value_or(Contact{.phone = number});
    if (below(2) == 0) now.opted_out_at = moment();
    if (below(3) == 0) now.opted_out_at.reset();
    if (below(3) == 0) now.consents.push_back({"*", below(2) == 0, "form", "words", moment()});
    if (below(3) == 0) now.recent_replies = {moment(), moment()};
    now.choice = below(2) == 0 ? sample_contact().choice : std::nullopt;
    now.unreachable = static_cast<ErrorClass>(below(12));
    return {now, "so", below(2) == 0 ? "SM1" : ""};
  }

  IntentPlanned planned() {
    Intent intent = sample_intent(std::to_string(below(60)), key(), person());
    if (below(4) == 0) intent.conversation = "";
    intent.channel = static_cast<Channel>(below(3));
    intent.literal = below(3) == 0;
    intent.text = "text " + std::to_string(serial_);
    intent.due = moment();
    if (below(3) == 0) intent.expires.reset();
    intents_.push_back(intent.id);
    return {intent};
  }

  Change move(Transaction& transaction) {
    if (intents_.empty()) return planned();
    const std::string& id =
        intents_[static_cast<std::size_t>(below(static_cast<int>(intents_.size())))];
    const std::optional<Intent> before = transaction.intent(id);
    if (!before) return planned();
    IntentMoved moved{*before, before->state, "moved"};
    moved.now.state = static_cast<IntentState>(below(12));
    moved.now.segments = below(4);
    moved.now.changed_at = moment();
    moved.now.detail = "detail " + std::to_string(serial_);
    if (below(2) == 0) moved.now.sent_text = "sent " + std::to_string(below(3));
    if (below(3) == 0) moved.now.deadline = moment();
    if (below(3) == 0) {
      moved.now.provider = "main";
      moved.now.provider_id = "P" + std::to_string(below(60));
    }
    if (below(3) == 0) moved.now.accepted_at = moment();
    if (below(20) == 0) moved.from = IntentState::kPlanned;
    return moved;
  }

  Change timer() {
    const std::string id = "t" + std::to_string(below(30));
    if (below(3) == 0) return TimerDropped{id, below(2) == 0};
    return TimerSet{sample_timer(id, below(10'000))};
  }

  HandoffChanged handoff(Transaction& transaction) {
    const std::string id = "h" + std::to_string(below(20));
    Handoff now = transaction.handoff(id).value_or(sample_handoff(id, person()));
    now.status = static_cast<HandoffStatus>(below(3));
    now.priority = below(3) == 0 ? "high" : "";
    now.first_response_due = below(4) == 0 ? std::nullopt : std::optional(moment());
    now.opened_at = moment();
    return {now, "why"};
  }

  std::mt19937_64 random_;
  int serial_ = 0;
  std::vector<std::string> intents_;
};

// Transactions of a few changes, some of them dropped, until `count` changes were offered; to the
// model, too.
inline void write_random(Log& log, RandomChanges& changes, int count, Model* model = nullptr) {
  for (int offered = 0; offered < count;) {
    const auto transaction = log.write(at(offered));
    Model ours = model ? *model : Model();
    for (int i = changes.below(8); i >= 0 && offered < count; --i, ++offered) {
      const Change change = changes.next(*transaction);
      const bool written = transaction->write(change);
      if (model) REQUIRE(ours.write(change) == written);
    }
    if (changes.below(6) == 0) continue;
    transaction->commit();
    if (model) *model = std::move(ours);
  }
}

}  // namespace smsflow
