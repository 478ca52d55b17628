// A log of some hundred appointments of two branches, made by chance from a seed: asked, answered,
// confirmed, handed off or left alone.
#pragma once

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <random>
#include <string>

#include "store/store.h"

namespace smsflow {

inline constexpr std::int64_t kStart_ms = 1'770'000'000'000;
inline constexpr std::int64_t kHour_ms = 3'600'000;

inline Instant after(std::int64_t hours) {
  return from_ms(kStart_ms + hours * kHour_ms);
}

class SampleLog {
 public:
  explicit SampleLog(std::uint64_t seed) : random_(seed) {
    std::string name = (std::filesystem::temp_directory_path() / "smsflow-report-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    store_ = open_log(path(), {.writer = "test"});
  }
  ~SampleLog() {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  SampleLog(const SampleLog&) = delete;
  SampleLog& operator=(const SampleLog&) = delete;

  std::string path() const { return folder_ + "/log.db"; }

  void add_appointments(int count) {
    const std::unique_ptr<Transaction> log = store_->write(after(0));
    for (int i = 0; i < count; ++i) add_appointment(*log, i);
    log->commit();
  }

 private:
  int roll(int sides) { return static_cast<int>(random_() % static_cast<std::uint64_t>(sides)); }

  Conversation conversation(int i, Instant asked) {
    Conversation one;
    one.workflow = i % 5 == 0 ? "pickup" : "appointment";
    one.record.workflow = one.workflow;
    one.record.key = "a" + std::to_string(i);
    one.id = conversation_id(one.workflow, one.record.key);
    one.record.phone = PhoneNumber::from_e164("+1312555" + std::to_string(1000 + i));
    one.record.fields = {{"branch", std::string(i % 3 == 0 ? "North" : "South")}};
    one.record.hash = "h" + std::to_string(i);
    if (roll(4) > 0) one.record.respond_by = asked + std::chrono::hours(10 + roll(60));
    one.revision = "r1";
    one.state = "asked";
    one.status = ConversationStatus::kOpen;
    one.opened_at = asked - std::chrono::hours(2);
    one.asked_at = asked;
    one.changed_at = asked;
    return one;
  }

  void add_text(Transaction& log, const Conversation& conversation, Instant asked) {
    Intent intent{.conversation = conversation.id,
                  .workflow = conversation.workflow,
                  .revision = "r1",
                  .key = conversation.record.key,
                  .step = "asked.say",
                  .occurrence = "1",
                  .to = *conversation.record.phone,
                  .sender = "+15550100",
                  .text = "Reply C"};
    intent.id = intent_id(intent.workflow, intent.key, intent.step, intent.occurrence);
    intent.variant = roll(2) == 0 ? "a" : "b";
    intent.planned_at = intent.due = intent.changed_at = asked;
    log.write(IntentPlanned{intent});
    const auto move = [&](IntentState to) {
      const IntentState from = intent.state;
      intent.state = to;
      intent.changed_at = asked;
      if (to == IntentState::kAccepted) intent.accepted_at = asked;
      log.write(IntentMoved{intent, from, "test"});
    };
    if (roll(12) == 0) {
      intent.block = BlockReason::kOptedOut;
      return move(IntentState::kSuppressed);
    }
    intent.attempt = 1;
    intent.segments = 1;
    intent.provider = "main";
    move(IntentState::kPosting);
    if (roll(15) == 0) return move(IntentState::kUnknown);
    move(IntentState::kAccepted);
    const int fate = roll(10);
    if (fate == 0) intent.error = ErrorClass::kUnreachable;
    if (fate < 8) move(fate == 0 ? IntentState::kUndelivered : IntentState::kDelivered);
  }

  // Returns when, if at all.
  std::optional<Instant> add_reply(Transaction& log, const Conversation& conversation,
                                   Instant asked, const std::string& label) {
    const Instant at = asked + std::chrono::minutes(roll(60 * 90));
    InboundRecorded reply{.message = {.provider = "main",
                                      .id = "m-" + conversation.id,
                                      .from = *conversation.record.phone,
                                      .to = {"+15550100"},
                                      .text = label,
                                      .received_at = at},
                          .verdict = {.label = label},
                          .conversation = conversation.id,
                          .handled = "auto_resolved"};
    reply.late = conversation.record.respond_by && at > *conversation.record.respond_by;
    log.write(reply);
    return at;
  }

  void add_handoff(Transaction& log, const Conversation& conversation, Instant at) {
    Handoff handoff{.id = "h-" + conversation.record.key,
                    .queue = "front-desk",
                    .reason = "unclear twice",
                    .conversation = conversation.id,
                    .workflow = conversation.workflow,
                    .key = conversation.record.key,
                    .contact = *conversation.record.phone,
                    .opened_at = at,
                    .changed_at = at};
    if (roll(2) == 0) handoff.first_response_due = at + std::chrono::minutes(15);
    if (roll(3) == 0) handoff.status = HandoffStatus::kResolved;
    log.write(HandoffChanged{handoff, "test"});
  }

  void add_appointment(Transaction& log, int i) {
    const Instant asked = after(roll(240)) + std::chrono::seconds(roll(3600));
    Conversation one = conversation(i, asked);
    log.write(RecordSeen{one.record, one.id});
    log.write(ConversationChanged{one, "asked"});
    add_text(log, one, asked);
    const int turn = roll(10);
    if (turn < 6) {
      static const char* const kLabels[] = {"confirm", "confirm", "cancel", "unclear", "stop"};
      const std::string label = kLabels[roll(5)];
      const std::optional<Instant> at = add_reply(log, one, asked, label);
      one.first_reply_at = at;
      one.replies = 1;
      one.last_label = label;
      if (label == "unclear") {
        one.status = ConversationStatus::kOwned;
        add_handoff(log, one, *at);
      } else {
        one.status = ConversationStatus::kEnded;
        one.outcome = label == "confirm" ? "confirmed"
                      : label == "stop"  ? "opted_out"
                                         : "cancelled";
        one.resolution = "auto";
        one.ended_at = at;
      }
    } else if (turn < 8) {
      one.status = ConversationStatus::kEnded;
      one.outcome = "no_reply";
      one.resolution = "auto";
      one.ended_at = asked + std::chrono::hours(12);
    }
    log.write(ConversationChanged{one, "answered"});
  }

  std::mt19937_64 random_;
  std::string folder_;
  std::unique_ptr<Log> store_;
};

}  // namespace smsflow
