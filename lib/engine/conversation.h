// One entity (an appointment, an order, an invoice) in one workflow: where it stands and what was
// asked. A value; the engine makes the next one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message/record.h"

namespace smsflow {

// Do not renumber: stored in the log.
enum class ConversationStatus {
  kWaiting = 0,  // planned, not asked yet
  kOpen = 1,     // asked; a reply is welcome
  kOwned = 2,    // a person has it
  kEnded = 3,    // with an outcome
  kVoid = 4,     // its record stopped meeting the trigger, or vanished
};
std::string_view name(ConversationStatus status);

struct Conversation {
  std::string id;  // conversation_id(workflow, key)
  std::string workflow;
  std::string revision;   // of the workflow that started it: pinned
  RecordSnapshot record;  // as last seen; inbound-opened ones have only key, phone, zone
  ConversationStatus status = ConversationStatus::kWaiting;
  std::string state;                // state of the workflow that was entered last
  int visit = 0;                    // counts entries into states; timers name it
  int run = 0;                      // counts restarts of the whole (a moved date)
  std::string outcome;              // of the last end
  std::string resolution;           // "auto", "agent", or "" while open
  std::string asked_state;          // the state whose question a reply answers: see asked.h
  std::string ask_intent;           // the intent that puts or put the question of `state`
  std::optional<Instant> asked_at;  // confirmed send of the question of `asked_state`
  std::string last_label;           // what the last reply was taken for
  int unclear = 0;                  // unclear replies in this visit
  int replies = 0;                  // messages of the contact
  std::string sender;               // number it was asked from
  std::string handoff;              // open hand-off, or ""
  std::map<std::string, std::string> captured;
  std::vector<std::string> offered;        // values the contact was asked to choose from
  std::optional<Instant> rating_asked_at;  // [satisfaction]
  int rating = 0;                          // 1 to 5; 0: none
  Instant opened_at;
  std::optional<Instant> first_reply_at;
  std::optional<Instant> ended_at;
  Instant changed_at;
  bool operator==(const Conversation&) const = default;
};

// "c" and 24 hex digits of SHA-256 over both names.
std::string conversation_id(std::string_view workflow, std::string_view key);

}  // namespace smsflow
