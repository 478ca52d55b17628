#include "classify/label_sense.h"

#include <array>
#include <initializer_list>
#include <span>

#include "workflow/intents.h"

namespace smsflow {
namespace {

struct Speaking {
  std::string_view label;
  std::array<std::string_view, 4> classes;  // empty: none
};
constexpr std::array<Speaking, 13> kSpeaking = {{
    {"confirm", {"yes", "alright", "able", ""}},
    {"decline", {"no", "negation", "", ""}},
    {"thanks", {"thanks", "bye", "done", "no"}},
    {"cancel", {"cancel", "", "", ""}},
    {"reschedule", {"reschedule", "time", "no", ""}},
    {"running_late", {"late", "", "", ""}},
    {"arriving", {"arriving", "", "", ""}},
    {"inform", {"number", "time", "name", ""}},
    {"paid", {"paid", "", "", ""}},
    {"extend", {"extend", "", "", ""}},
    {"opt_out", {"optout", "", "", ""}},
    {"stop", {"optout", "", "", ""}},
    {"wrong_number", {"wrongnumber", "", "", ""}},
}};

constexpr std::array<std::string_view, 15> kDoubtful = {
    "hedge", "condition", "wh",      "askme", "agent",  "angry", "health",  "grief",
    "harm",  "legal",     "billing", "login", "trivia", "promo", "contrast"};
constexpr std::array<std::string_view, 11> kDressing = {
    "thanks", "bye", "done", "greeting", "alright", "me", "be", "able", "yes", "family", "polite"};

std::uint64_t bits_of(std::span<const std::string_view> names, const Lexicon& lexicon) {
  std::uint64_t classes = 0;
  for (const std::string_view name : names) classes |= lexicon.bit(name);
  return classes;
}

}  // namespace

std::uint64_t speaking_for(std::string_view label, const Lexicon& lexicon) {
  std::uint64_t classes = 0;
  for (const Speaking& each : kSpeaking) {
    if (each.label != label) continue;
    classes |= bits_of(each.classes, lexicon);
  }
  return classes;
}

std::uint64_t doubtful(const Lexicon& lexicon) {
  return bits_of(kDoubtful, lexicon);
}

std::uint64_t barring(std::string_view label, const Lexicon& lexicon) {
  const auto all = [&](std::initializer_list<std::string_view> names) {
    return bits_of({names.begin(), names.size()}, lexicon);
  };
  if (label == "confirm") return doubtful(lexicon) | all({"no", "negation", "cancel"});
  if (label == "decline") return all({"wh", "askme", "angry", "health", "agent", "condition"});
  if (label == "thanks")
    return all({"request", "hedge", "condition", "askme", "agent", "angry", "health", "harm"});
  if (label == "inform") return doubtful(lexicon) | all({"yes", "no", "negation", "alternatives"});
  if (label == "cancel" || label == "paid") return all({"hedge", "condition", "wh", "askme"});
  return all({"hedge", "condition", "health", "angry", "agent"});
}

std::uint64_t dressing(const Lexicon& lexicon) {
  return bits_of(kDressing, lexicon);
}

bool only_when_asked(std::string_view label) {
  return label == "inform" || label == "paid" || label == "extend";
}

TrustGroup trust_group(std::string_view label) {
  if (label == "confirm" || label == "decline") return TrustGroup::kAnswer;
  if (label == "inform") return TrustGroup::kValue;
  if (label == "thanks") return TrustGroup::kThanks;
  const bool of_person = label == "other" || leads_to_person(label);
  return of_person ? TrustGroup::kPerson : TrustGroup::kRequest;
}

}  // namespace smsflow
