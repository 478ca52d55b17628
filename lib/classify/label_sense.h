// What the word lists say about a label of the model: a reply that speaks of what it is taken for
// can be trusted further than one that merely scores so.
#pragma once

#include <cstdint>
#include <string_view>

#include "classify/lexicon.h"

namespace smsflow {

// Classes of words that speak for the label: "late" for running_late; 0 when there are none.
std::uint64_t speaking_for(std::string_view label, const Lexicon& lexicon);

// Classes of words that make any action doubtful: hedges, conditions, questions, complaints.
std::uint64_t doubtful(const Lexicon& lexicon);

// Classes of words in whose company the label is not acted on: "yes, but later" confirms nothing.
std::uint64_t barring(std::string_view label, const Lexicon& lexicon);

// Classes of words that an answer may be dressed in without saying more: thanks, greetings.
std::uint64_t dressing(const Lexicon& lexicon);

// A value is one only as an answer, and money is spoken of only where it is asked for.
bool only_when_asked(std::string_view label);

// Labels whose scores are trusted alike: answers yes and no; values; thanks; other requests; what
// is a person's.
enum class TrustGroup : std::uint8_t { kAnswer, kValue, kThanks, kRequest, kPerson };
inline constexpr std::size_t kTrustGroups = 5;
TrustGroup trust_group(std::string_view label);

}  // namespace smsflow
