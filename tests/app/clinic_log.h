// A log, the workflow that the binary carries, and one booking: for what comes in.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "app/receive.h"

namespace smsflow {

class ClinicLog {
 public:
  static RecordSnapshot booking(const std::string& starts_at = "2026-03-03T15:00:00-06:00") {
    RecordSnapshot record{.workflow = "appointment", .key = "A1"};
    const Instant start = *parse_rfc3339(starts_at);
    record.phone = phone();
    record.zone = "America/Chicago";
    record.consent = true;
    record.fields = {{"first_name", std::string("Maya")},
                     {"starts_at", start},
                     {"status", std::string("booked")},
                     {"branch", std::string("Downtown")},
                     {"staff", std::string("Dr Lee")},
                     {"reschedule_url", std::string("https://n.example/r/A1")}};
    record.hash = starts_at;
    record.eligible = true;
    record.at = start - std::chrono::hours{24};
    record.expires = start - std::chrono::hours{2};
    record.respond_by = start - std::chrono::hours{1};
    record.seen_at = kNow;
    return record;
  }
  static PhoneNumber phone() { return *PhoneNumber::from_e164("+13125550101"); }

  // In a transaction of its own.
  template <typename News, typename... More>
  Received take(const News& news, const More&... more) {
    const auto transaction = log->write(now);
    const Received received = receive(*transaction, programs, news, more..., now);
    transaction->commit();
    return received;
  }
  Received see(const RecordSnapshot& record) { return take(record, Duration{kHorizon}); }
  Received hear(const std::string& id, const std::string& text) {
    const InboundMessage message{.provider = "main",
                                 .id = id,
                                 .from = phone(),
                                 .to = {"+15550100"},
                                 .text = text,
                                 .received_at = now};
    return take(message, std::string_view("Body=" + text));
  }
  bool move(Intent next, std::string_view reason) {
    const auto transaction = log->write(now);
    const bool moved = move_intent(*transaction, programs, std::move(next), reason, now);
    transaction->commit();
    return moved;
  }
  // The question of the booking leaves, and the carrier has it under this id.
  void deliver(const std::string& provider_id) {
    Intent ask = question();
    ask.sender = "+15550100";
    ask.state = IntentState::kPosting;
    REQUIRE(move(ask, "posting"));
    ask.state = IntentState::kAccepted;
    ask.accepted_at = now;
    ask.provider = "main";
    ask.provider_id = provider_id;
    REQUIRE(move(ask, "accepted"));
  }
  std::string id() const { return conversation_id("appointment", "A1"); }
  Conversation conversation() { return *log->read()->conversation(id()); }
  Intent question() {
    const std::string asked = conversation().ask_intent;
    return *log->read()->intent(asked);
  }

  static inline const Instant kNow = *parse_rfc3339("2026-03-02T15:00:00-06:00");
  static constexpr std::chrono::hours kHorizon{48};
  Instant now = kNow;
  Config config;
  Programs programs{{""}, config};
  std::unique_ptr<Log> log = open_log(kInMemory, {});
};

}  // namespace smsflow
