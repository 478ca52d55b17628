// What a reply can answer: a question that has left, and that only once. A carrier may deliver one
// text under two ids, a phone may send it twice, and a text of ours may wait or be lost on its way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/conversation.h"
#include "engine/intent.h"
#include "message/message.h"
#include "workflow/workflow.h"

namespace smsflow {

// A text of this contact that is known already, and what became of it: it came a moment ago, or
// since the message at hand was written.
struct EarlierReply {
  std::string provider;
  std::string id;    // the carrier's
  std::string text;  // masked, as the log keeps it
  Instant received_at;
  std::string conversation;  // which it was taken for; or ""
  std::string handled;       // InboundRecorded::handled
  bool suspected_opt_out = false;
};

// Within this nobody has read our answer and replied to it.
inline constexpr Duration kUnread = std::chrono::seconds{20};

// InboundRecorded::handled of a START that changed nothing: to say it again is news.
inline constexpr std::string_view kIgnored = "ignored";

// A reply led to another question, which has not left yet: the contact has only read the one
// before.
bool is_unasked(const Conversation& conversation);

// The state whose question was put last, whether it has left or not; null when it is gone.
const State* question_state(const Workflow& workflow, const Conversation& conversation);

// Whether the contact has the text, or may have it.
bool has_left(const Intent& text);

// Begins the occurrence of a text by which a record tells of its moment.
std::string about(const std::optional<Instant>& moment);

// The text in which the record told of `state` last, if it left and was about this very moment;
// null when the contact was never told, or of another moment since. `texts` are a conversation's,
// oldest first.
const Intent* told_about(const std::vector<Intent>& texts, std::string_view state,
                         const std::optional<Instant>& moment);

// Whose question stands since the record told of it: that of the last nudge that left, else its
// own.
const Intent& standing_question(const std::vector<Intent>& texts, const Intent& told,
                                const Workflow& workflow);

// A text that the record itself led to, about another moment than this one.
bool is_about_another_moment(const Intent& text, const std::optional<Instant>& moment);

// A text that we begin by entering a state: a question, and what follows on silence; not what is
// asked after the matter.
bool is_begun_by_state(const Intent& text);

// A text that leaves within the window of its record, wherever that moves: the question and what
// follows on silence; not what was promised, nor what is asked after the answer.
bool keeps_window(const Intent& text, const Workflow& workflow);

// The reply that this message says once more: the one before it in the same words, or, in the same
// words, what led to a question that stands now or came since, before it left. Null when it is
// news. `earlier` is newest first.
const EarlierReply* repeated_reply(const InboundMessage& message,
                                   const std::vector<EarlierReply>& earlier,
                                   const std::vector<Conversation>& conversations);

// A reply of the last seconds led to the question that stands now: hardly anybody can have read it.
bool is_fresh(const InboundMessage& message, const Conversation& conversation,
              const std::vector<EarlierReply>& earlier);

// The message came in before the question that stands now had left, and after a reply led to it.
bool came_before(const InboundMessage& message, const Conversation& conversation,
                 const std::vector<EarlierReply>& earlier);

// The message was written before that moment. What was fetched is dated by whole seconds: within
// the same one it was, for in doubt what is known stands.
bool is_before(const InboundMessage& message, Instant at);

// Something of the conversation that was said later is known already: another reply, or what a
// person has settled.
bool is_outdated(const InboundMessage& message, const Conversation& conversation,
                 const std::vector<EarlierReply>& earlier);

// After this START the contact has written what may mean that it wants no texts.
bool is_doubted_since(const InboundMessage& message, const std::vector<EarlierReply>& earlier);

}  // namespace smsflow
