// What a Change does to the projections: the one fold, for writing and for rebuilding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/change.h"
#include "store/store.h"

namespace smsflow {

class Tables;

// What becomes of a change, before it is an event.
enum class Admission {
  kEvent,    // becomes an event and is folded
  kNothing,  // known already (an intent planned before, a timer gone): not even an event
  kDropped,  // an intent may not move that way: an event that says so, nothing is folded
};
Admission admit(const Change& change, Tables& tables);

// Folds an admitted change.
void project(const Change& change, Tables& tables);

// The provider's key of an event that may come again, hashed: 16 bytes. "" for other changes.
std::string event_key(const Change& change);
// That of a contact's text.
std::string message_key(std::string_view provider, std::string_view id);

// When the text left, or may have left, for caps and throttles; nothing while it surely has not.
std::optional<Instant> left_at(const Intent& intent);

}  // namespace smsflow
