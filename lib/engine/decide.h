// The heart: what an event means for a conversation and its contact. Pure: the same arguments give
// the same Decision, live, simulated and replayed. Every Decision says why.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/asked.h"
#include "engine/change.h"
#include "engine/setting.h"

namespace smsflow {

struct Decision {
  Changes changes;      // in the order in which they are written
  std::string handled;  // inbound messages: what became of them (InboundRecorded::handled)
  std::string reason;   // the chain of rules, for people
};

// A text of a contact that never came before. `conversations` are all of the contact's, newest
// question first; `earlier` are the texts the contact sent within kUnread before it, newest first.
// The first change is the InboundRecorded: its text is kept masked, and the caller adds the raw
// request.
//
// Order: carrier's flag, opt-out, the same words once more, opt-in, wrong number, noise, contacts
// who opted out, HELP, a person who owns the contact, our question "which one?", open questions,
// those whose workflow cannot be had any more, recently answered ones,
// void ones, keyword triggers, the catch-all workflow, a person.
Decision decide(const Setting& setting, const InboundMessage& message, const Contact& contact,
                const std::vector<Conversation>& conversations,
                const std::vector<EarlierReply>& earlier, Instant now);

// A record as it stands now. `conversation` is its own, if it has one; `texts` all that was
// planned in it, oldest first; `contact` whom its phone belongs to.
Decision decide(const Setting& setting, const RecordSnapshot& record,
                const std::optional<Conversation>& conversation, const std::vector<Intent>& texts,
                const Contact& contact, Instant now);

// A timer that is due. A stale one only drops itself.
Decision decide(const Setting& setting, const Timer& timer,
                const std::optional<Conversation>& conversation,
                const std::optional<Handoff>& handoff, const Contact& contact, Instant now);

// An intent has moved to where it stands now (posting, accepted, undelivered, ...): the question
// counts as put, the reply clock starts, a fault leads to the state's fallback.
Decision decide(const Setting& setting, const Intent& intent,
                const std::optional<Conversation>& conversation, const Contact& contact,
                Instant now);

// What a person does with a hand-off.
struct AgentAction {
  enum class Kind { kClaim, kReply, kResolve } kind = Kind::kClaim;
  std::string agent;
  std::string text;        // kReply
  std::string label;       // kResolve: what the reply meant; may be ""
  bool hand_back = false;  // kResolve: the question stays open for the bot
};
Decision decide(const Setting& setting, const AgentAction& action, const Handoff& handoff,
                const std::optional<Conversation>& conversation, const Contact& contact,
                Instant now);

}  // namespace smsflow
