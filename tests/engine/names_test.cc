#include <doctest/doctest.h>

#include <set>

#include "engine/change.h"

namespace smsflow::names_test {
namespace {

constexpr int kStates = 12;
IntentState state(int index) {
  return static_cast<IntentState>(index);
}

}  // namespace

TEST_CASE("an intent never leaves a final state, but for a late truth about an unknown one") {
  for (int from = 0; from < kStates; ++from) {
    if (!is_final(state(from)) || state(from) == IntentState::kExpiredUnknown) continue;
    for (int to = 0; to < kStates; ++to) CHECK_FALSE(may_move(state(from), state(to)));
  }
  CHECK(may_move(IntentState::kExpiredUnknown, IntentState::kDelivered));
  CHECK_FALSE(may_move(IntentState::kExpiredUnknown, IntentState::kPlanned));
}

TEST_CASE("nothing accepted is ever planned again, and only planned ones are posted") {
  for (int from = 0; from < kStates; ++from) {
    const bool may_post = may_move(state(from), IntentState::kPosting);
    CHECK(may_post == (state(from) == IntentState::kPlanned));
  }
  for (IntentState from : {IntentState::kAccepted, IntentState::kSent, IntentState::kDelivered}) {
    CHECK_FALSE(may_move(from, IntentState::kPlanned));
    CHECK_FALSE(may_move(from, IntentState::kUnknown));
  }
  CHECK_FALSE(may_move(IntentState::kSent, IntentState::kAccepted));
}

TEST_CASE("a text that is to be posted once more is settled when the first one shows after all") {
  for (int to = 0; to < kStates; ++to) {
    CHECK((!is_taken(state(to)) || may_move(IntentState::kPlanned, state(to))));
  }
  CHECK(is_taken(IntentState::kAccepted));
  CHECK_FALSE(is_taken(IntentState::kPosting));
  CHECK_FALSE(is_taken(IntentState::kUnknown));
}

TEST_CASE("every state is left or final") {
  for (int from = 0; from < kStates; ++from) {
    bool leaves = false;
    for (int to = 0; to < kStates; ++to) leaves = leaves || may_move(state(from), state(to));
    CHECK((leaves || is_final(state(from))));
  }
}

TEST_CASE("words are distinct, and a value out of range has one too") {
  std::set<std::string_view> words;
  for (int index = 0; index < kStates; ++index) words.insert(name(state(index)));
  CHECK(words.size() == kStates);
  CHECK(name(state(99)) == "unnamed");
}

TEST_CASE("ids name their parts and nothing runs into its neighbour") {
  CHECK(intent_id("w", "k", "s", "o") == intent_id("w", "k", "s", "o"));
  CHECK(intent_id("w", "k", "s", "o") != intent_id("w", "ks", "", "o"));
  CHECK(intent_id("ab", "c", "s", "o") != intent_id("a", "bc", "s", "o"));
  CHECK(intent_id("w", "k", "s", "o").size() == 25);
  CHECK(conversation_id("w", "k").front() == 'c');
}

}  // namespace smsflow::names_test
