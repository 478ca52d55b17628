// Orders in which the memory store finds its values.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "engine/change.h"
#include "store/store.h"

namespace smsflow {

// A value with what the store adds to it.
template <typename T>
struct Kept {
  T value;
  Source source = Source::kLive;  // of its first change
  std::int64_t n = 0;             // order of coming
};

// Entries point to values that stay where they are; each ends with the order of coming, so that
// no two are alike.
struct MemoryIndexes {
  using IntentAt = const Kept<Intent>*;

  std::set<std::tuple<std::string, std::int64_t, const Kept<Conversation>*>> by_phone;
  // Intents of a conversation, or of the number when there is none.
  std::set<std::tuple<std::string, std::int64_t, IntentAt>> of;
  std::set<std::tuple<Channel, Instant, std::int64_t, IntentAt>> planned;
  std::set<std::tuple<Instant, std::int64_t, IntentAt>> posting;  // by deadline
  std::set<std::tuple<Instant, std::int64_t, IntentAt>> unknown;  // by last change
  std::set<std::tuple<std::string, std::string, std::int64_t, IntentAt>> provider_ids;
  std::set<std::tuple<std::string, Instant, std::int64_t, IntentAt>> left;  // by sender
  std::set<std::pair<Instant, std::string>> timers;
  std::set<std::string, std::less<>> open_handoffs;

  // Enters the value, or takes it out; a value is taken out before it changes.
  void enter(const Kept<Conversation>& kept, bool in = true);
  void enter(const Kept<Intent>& kept, bool in = true);
  void enter(const Kept<Timer>& kept, bool in = true);
  void enter(const Kept<Handoff>& kept, bool in = true);
  template <typename T>
  void enter(const Kept<T>&, bool = true) {}

  bool operator==(const MemoryIndexes&) const = default;
};

}  // namespace smsflow
