// Words of the stored enumerations, and the moves of an intent, as tables.
#include <array>
#include <string>

#include "engine/change.h"
#include "text/digest.h"

namespace smsflow {
namespace {

template <typename Enum, std::size_t N>
std::string_view word(const std::array<std::string_view, N>& words, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  return index < N ? words[index] : "unnamed";
}

std::string short_id(char prefix, std::initializer_list<std::string_view> names,
                     std::size_t digits) {
  std::string joined;
  joined.reserve(128);
  for (std::string_view part : names) {
    joined += part;
    joined += '\x1f';
  }
  return prefix + to_hex(bytes_of(sha256(joined)).substr(0, digits / 2));
}

}  // namespace

std::string_view name(Channel channel) {
  return word(std::to_array<std::string_view>({"sms", "hook", "mail"}), channel);
}

std::string_view name(IntentState state) {
  return word(std::to_array<std::string_view>(
                  {"planned", "posting", "accepted", "sent", "delivered", "undelivered", "rejected",
                   "unknown", "expired_unknown", "suppressed", "held_out", "expired"}),
              state);
}

std::string_view name(ConversationStatus status) {
  return word(std::to_array<std::string_view>({"waiting", "open", "owned", "ended", "void"}),
              status);
}

std::string_view name(HandoffStatus status) {
  return word(std::to_array<std::string_view>({"open", "claimed", "resolved"}), status);
}

std::string_view name(RecordStanding standing) {
  return word(std::to_array<std::string_view>({"stands", "missing", "rejected", "doubted", "gone"}),
              standing);
}

std::string_view name(TimerKind kind) {
  return word(std::to_array<std::string_view>({"silence", "alert", "promise", "satisfaction"}),
              kind);
}

bool is_final(IntentState state) {
  switch (state) {
    case IntentState::kDelivered:
    case IntentState::kUndelivered:
    case IntentState::kRejected:
    case IntentState::kExpiredUnknown:
    case IntentState::kSuppressed:
    case IntentState::kHeldOut:
    case IntentState::kExpired:
      return true;
    default:
      return false;
  }
}

bool is_taken(IntentState state) {
  return state == IntentState::kAccepted || state == IntentState::kSent ||
         state == IntentState::kDelivered || state == IntentState::kUndelivered;
}

bool may_move(IntentState from, IntentState to) {
  using S = IntentState;
  switch (from) {
    // Planned again: deferred by quiet hours, or its moment moved. Taken: it was to be posted once
    // more, and now the first POST shows after all.
    case S::kPlanned:
      return to == S::kPlanned || to == S::kPosting || to == S::kSuppressed || to == S::kHeldOut ||
             to == S::kExpired || is_taken(to);
    case S::kPosting:  // planned again only with a proof of "not sent"
      return to == S::kPlanned || to == S::kRejected || to == S::kUnknown || is_taken(to);
    case S::kUnknown:
      return to == S::kPlanned || to == S::kRejected || to == S::kUnknown ||
             to == S::kExpiredUnknown || is_taken(to);
    case S::kAccepted:
      return to == S::kSent || to == S::kDelivered || to == S::kUndelivered;
    case S::kSent:
      return to == S::kDelivered || to == S::kUndelivered;
    case S::kExpiredUnknown:  // a receipt that comes after all is still the truth
      return is_taken(to);
    default:
      return false;
  }
}

std::string intent_id(std::string_view workflow, std::string_view key, std::string_view step,
                      std::string_view occurrence) {
  return short_id('i', {workflow, key, step, occurrence}, 24);
}

std::string handoff_id(std::string_view conversation, std::string_view occurrence,
                       std::string_view reason) {
  return short_id('h', {conversation, occurrence, reason}, 12);
}

std::string conversation_id(std::string_view workflow, std::string_view key) {
  return short_id('c', {workflow, key}, 24);
}

}  // namespace smsflow
