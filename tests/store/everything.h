// All that a log, or the model of one, answers about the world of RandomChanges, as one text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sample.h"
#include "store/fields.h"

namespace smsflow {

template <typename T>
std::string told(const T& value) {
  const TableRow row = to_row(value);
  std::string out = row.id + " " + row.phone + " " + row.body;
  for (const Cell& cell : row.cells) {
    out += ' ';
    append_json(out, cell);
  }
  return out + "\n";
}

template <typename T>
std::string told(const std::optional<T>& value) {
  return value ? told(*value) : "none\n";
}

inline std::string told(const Timer& timer) {
  return now_of(timer) + "\n";
}

template <typename T>
std::string told(const std::vector<T>& list) {
  std::string out;
  for (const T& one : list) out += told(one);
  return out + "--\n";
}

inline std::string told(const std::vector<ReadTransaction::Line>& lines) {
  std::string out;
  for (const auto& line : lines) {
    out += std::to_string(to_ms(line.at)) + line.text + line.detail + "\n";
  }
  return out;
}

inline std::string told(const std::vector<EarlierReply>& replies) {
  std::string out;
  for (const EarlierReply& one : replies) {
    out += one.provider + one.id + one.text + std::to_string(to_ms(one.received_at)) +
           one.conversation + one.handled + (one.suspected_opt_out ? "!\n" : "\n");
  }
  return out + "--\n";
}

inline std::string told(const SeenRecord& seen) {
  return seen.scope + " " + std::to_string(to_ms(seen.seen_at)) + " " +
         std::to_string(seen.over_at ? to_ms(*seen.over_at) : 0) +
         (seen.posted ? " posted " : " ") + std::string(name(seen.standing)) + "\n";
}

// Everything a log or the model answers about the world of RandomChanges.
template <typename Answers>
std::string everything(Answers&& log) {
  std::string out;
  for (int n = 0; n < 40; ++n) {
    const std::string id = conversation_id("appointment", "a" + std::to_string(n));
    out += told(log.conversation(id)) + told(log.intents_of(id));
    out += told(log.transcript(id, phone(n)));
    const SeenRecord seen =
        log.record_seen("appointment", "a" + std::to_string(n)).value_or(SeenRecord{});
    out += seen.hash + seen.version + (seen.eligible ? "yes " : "no ") + told(seen);
  }
  for (const char* scope : {"", "north", "south"}) {
    const LookTaken look = log.look("appointment", scope).value_or(LookTaken{});
    out += std::to_string(to_ms(look.at)) + look.digest + std::to_string(look.rows) + "\n";
  }
  for (int n = 0; n < 15; ++n) {
    out += told(log.contact(phone(n))) + told(log.conversations_of(phone(n)));
    for (const int since : {5'000, 0, 8'000}) out += told(log.replies_since(phone(n), at(since)));
    out += told(log.transcript("", phone(n)));
  }
  for (int n = 0; n < 60; ++n) {
    const std::string id = "P" + std::to_string(n);
    out += told(log.intent_by_provider_id("main", id));
    for (const DeliveryReceipt& one : log.orphan_receipts("main", id)) {
      out += now_of(one) + "\n";
    }
  }
  for (int n = 0; n < 30; ++n) {
    const std::optional<Timer> timer = log.timer("t" + std::to_string(n));
    out += timer ? told(*timer) : "none\n";
    out += told(log.handoff("h" + std::to_string(n)));
  }
  for (const std::int64_t now : {0, 3'000, 10'000}) {
    for (const Channel channel : {Channel::kSms, Channel::kHook, Channel::kMail}) {
      out += told(log.due_intents(channel, at(now), 7));
    }
    out += told(log.posting_intents(at(now))) + told(log.due_timers(at(now), 9));
    out += std::to_string(log.segments_since("+15550100", at(now))) + "\n";
  }
  out += told(log.unknown_intents(5)) + told(log.open_handoffs("")) + told(log.open_handoffs("x"));
  out += std::to_string(to_ms(log.next_due().value_or(at(0)))) + log.revision_source("r1");
  return out;
}

}  // namespace smsflow
