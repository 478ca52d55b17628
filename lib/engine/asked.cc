#include "engine/asked.h"

#include <algorithm>

#include "text/mask.h"
#include "text/normalise.h"

namespace smsflow {
namespace {

constexpr std::string_view kRepeat = "duplicate_reply";

// Pictures without words are never the same.
bool same_words(const InboundMessage& message, const EarlierReply& before) {
  const std::string text = mask_sensitive(message.text);
  const std::string words = normalise(text);
  return words.empty() ? !text.empty() && text == before.text : words == normalise(before.text);
}

bool is_itself(const InboundMessage& message, const EarlierReply& before) {
  return message.provider == before.provider && message.id == before.id;
}

bool within_seconds(const InboundMessage& message, const EarlierReply& before) {
  const Duration apart = message.received_at - before.received_at;
  return apart < kUnread && -apart < kUnread;
}

bool says_the_same(const InboundMessage& message, const EarlierReply& before) {
  return within_seconds(message, before) && same_words(message, before);
}

// The last reply before the conversation's question left: what led to it, if it came lately.
const EarlierReply* led_to(const InboundMessage& message, const Conversation& conversation,
                           const std::vector<EarlierReply>& earlier) {
  for (const EarlierReply& before : earlier) {
    const bool is_other = is_itself(message, before) || before.handled == kRepeat ||
                          before.conversation != conversation.id;
    const bool after = conversation.asked_at && before.received_at > *conversation.asked_at;
    if (!is_other && !after) return &before;
  }
  return nullptr;
}

constexpr std::string_view kSay = ".say";

// The record itself led to it: no timer did, and no reply.
bool is_of_record(const Intent& text) {
  const std::size_t slash = text.occurrence.find('/');
  return text.kind == SendKind::kProactive && text.channel == Channel::kSms &&
         slash != std::string::npos && slash > 0 &&
         text.occurrence.find_first_not_of("-0123456789") == slash;
}

bool is_told(const Intent& text) {
  return is_of_record(text) && has_left(text);
}

std::string_view state_of(const Intent& text) {
  const std::string_view step = text.step;
  return step.ends_with(kSay) ? step.substr(0, step.size() - kSay.size()) : std::string_view();
}

}  // namespace

bool has_left(const Intent& text) {
  switch (text.state) {
    case IntentState::kPlanned:
    case IntentState::kSuppressed:
    case IntentState::kExpired:
    case IntentState::kRejected:
    case IntentState::kHeldOut:
      return false;
    default:
      return true;
  }
}

std::string about(const std::optional<Instant>& moment) {
  return std::to_string(to_ms(moment.value_or(Instant{}))) + "/";
}

bool is_about_another_moment(const Intent& text, const std::optional<Instant>& moment) {
  return is_of_record(text) && !text.occurrence.starts_with(about(moment));
}

const Intent* told_about(const std::vector<Intent>& texts, std::string_view state,
                         const std::optional<Instant>& moment) {
  const auto last = std::find_if(texts.rbegin(), texts.rend(), [&](const Intent& text) {
    return state_of(text) == state && is_told(text);
  });
  return last != texts.rend() && last->occurrence.starts_with(about(moment)) ? &*last : nullptr;
}

const Intent& standing_question(const std::vector<Intent>& texts, const Intent& told,
                                const Workflow& workflow) {
  const Intent* last = &told;
  bool since = false;
  for (const Intent& text : texts) {
    const bool is_other = since && is_told(text);
    if (is_other) break;
    since = since || text.id == told.id;
    if (!since || text.kind != SendKind::kProactive || !has_left(text)) continue;
    const State* state = workflow.find(state_of(text));
    if (state && state->asks()) last = &text;
  }
  return *last;
}

bool is_begun_by_state(const Intent& text) {
  return text.kind == SendKind::kProactive && text.step.ends_with(kSay) &&
         text.step != kSatisfactionStep;
}

bool keeps_window(const Intent& text, const Workflow& workflow) {
  return is_begun_by_state(text) && text.occurrence.find("/promise") == std::string::npos &&
         workflow.trigger.late != LatePolicy::kShift;
}

bool is_unasked(const Conversation& conversation) {
  return conversation.status == ConversationStatus::kOpen && !conversation.asked_at &&
         !conversation.ask_intent.empty() && conversation.asked_state != conversation.state;
}

const State* question_state(const Workflow& workflow, const Conversation& conversation) {
  const State* entered = workflow.find(conversation.state);
  return entered && entered->asks() ? entered : workflow.find(conversation.asked_state);
}

const EarlierReply* repeated_reply(const InboundMessage& message,
                                   const std::vector<EarlierReply>& earlier,
                                   const std::vector<Conversation>& conversations) {
  const auto last = std::find_if(earlier.begin(), earlier.end(), [&](const EarlierReply& before) {
    return !is_itself(message, before) && before.handled != kRepeat && before.handled != kIgnored;
  });
  // What was asked has changed since: the truth about it is no second answer.
  const auto is_off = [&](const Conversation& one) {
    return last != earlier.end() && one.id == last->conversation &&
           (one.status == ConversationStatus::kVoid || one.status == ConversationStatus::kWaiting);
  };
  if (std::any_of(conversations.begin(), conversations.end(), is_off)) return nullptr;
  if (last != earlier.end() && says_the_same(message, *last)) return &*last;
  for (const Conversation& conversation : conversations) {
    if (conversation.status != ConversationStatus::kOpen) continue;
    for (const EarlierReply& before : earlier) {
      const bool after = conversation.asked_at && before.received_at > *conversation.asked_at;
      const bool is_other = is_itself(message, before) || before.conversation != conversation.id;
      if (is_other || after) continue;
      if (says_the_same(message, before)) return &before;
      if (before.handled != kRepeat) break;
    }
  }
  return nullptr;
}

bool is_fresh(const InboundMessage& message, const Conversation& conversation,
              const std::vector<EarlierReply>& earlier) {
  const EarlierReply* leader = led_to(message, conversation, earlier);
  return conversation.asked_at && leader && within_seconds(message, *leader) &&
         (leader->handled == "auto_resolved" || leader->handled == "opened");
}

bool came_before(const InboundMessage& message, const Conversation& conversation,
                 const std::vector<EarlierReply>& earlier) {
  if (is_unasked(conversation)) return true;
  return is_fresh(message, conversation, earlier) && message.received_at < *conversation.asked_at;
}

bool is_before(const InboundMessage& message, Instant at) {
  const auto written = std::chrono::floor<std::chrono::seconds>(message.received_at);
  const auto second = std::chrono::floor<std::chrono::seconds>(at);
  return written < second || (message.fetched && written == second);
}

bool is_outdated(const InboundMessage& message, const Conversation& conversation,
                 const std::vector<EarlierReply>& earlier) {
  const bool by_person = conversation.resolution == "agent" && conversation.ended_at;
  if (by_person && is_before(message, *conversation.ended_at)) return true;
  return std::any_of(earlier.begin(), earlier.end(), [&](const EarlierReply& known) {
    return known.conversation == conversation.id && !is_itself(message, known) &&
           is_before(message, known.received_at);
  });
}

bool is_doubted_since(const InboundMessage& message, const std::vector<EarlierReply>& earlier) {
  return std::any_of(earlier.begin(), earlier.end(), [&](const EarlierReply& known) {
    return known.suspected_opt_out && !is_itself(message, known) &&
           is_before(message, known.received_at);
  });
}

}  // namespace smsflow
