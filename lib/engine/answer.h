// A reply to one conversation's question: what it is taken for, and what it leads to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "classify/reading.h"
#include "engine/draft.h"

namespace smsflow {

// The verdict on a text as an answer to the conversation's last question. Besides intents it may be
// "value" (what the state asks for), or "mismatch" (an id that is none of this customer's).
Verdict read_reply(const Program& program, const Conversation& conversation, Reading& reading,
                   Instant now);

// The reaction of the asked state for a label, else of [exceptions]; null when there is none.
const Reaction* reaction_for(const Program& program, const Conversation& conversation,
                             std::string_view label);

// The same for any state, asked or not.
const Reaction* reaction_of(const Program& program, const State* state, std::string_view label);

// Whether the question is answered by such a verdict at all (a person counts as an answer).
bool accepts(const Program& program, const Conversation& conversation, const Verdict& verdict);

// Whether acting on it would change the entity, so that the wrong one must not be taken.
bool changes_record(const Program& program, const Conversation& conversation,
                    const Verdict& verdict);

// The verdict is the answer once more that the conversation took last, and says nothing new.
bool says_again(const Program& program, const Conversation& conversation, const Verdict& verdict,
                std::string_view text, Instant now);

// An ended conversation whose entity is still ahead, or that ended within 72 h.
bool is_recent(const Conversation& conversation, Instant now);

// The reply clock of the question that stands: from its confirmed send, not from when it was
// queued. Who answered is not reminded of it, but told what was promised.
void start_clock(Draft& draft, const Program& program, const Conversation& conversation,
                 bool was_answered = false);

// The same for a question that stands again; `asked` is what puts the one of now, or null. A nudge
// that left, may have left or is to be posted again starts its own clock once it is known to have
// left: the one before it would nudge again.
void restart_clock(Draft& draft, const Program& program, const Conversation& conversation,
                   const Intent* asked);

struct Answer {
  std::string handled;
  std::string reason;
  bool late = false;
};

// Acts on the verdict. `reopened`: the conversation had ended with another answer.
Answer answer_question(Draft& draft, const Program& program, Conversation& conversation,
                       const Verdict& verdict, const InboundMessage& message,
                       const Draft::Cause& cause, bool reopened);

// "You have 2 open requests: 1) tomorrow at 3:00 PM, 2) Friday at 9:00 AM. Which one do you mean?
// Reply with its number."
std::string which_one_text(const Workflow& workflow,
                           const std::vector<const Conversation*>& options, Instant now);

}  // namespace smsflow
