#include "workflow/intents.h"

#include <algorithm>
#include <array>

namespace smsflow {
namespace {

constexpr std::array<std::string_view, 10> kPeople = {"help",      "agent",   "question", "angry",
                                                      "sensitive", "several", "unsure",   "issue",
                                                      "billing",   "login"};
constexpr std::array<std::string_view, 5> kAboveStates = {"mismatch", "void", "after_answer",
                                                          "wrong_number", "opt_out_unsure"};

}  // namespace

const std::vector<std::string>& built_in_intents() {
  static const std::vector<std::string> kIntents = {
      "confirm", "decline", "cancel", "reschedule",   "running_late", "arriving",
      "inform",  "paid",    "extend", "thanks",       "question",     "help",
      "agent",   "stop",    "start",  "wrong_number", "angry",        "sensitive",
      "several", "unsure",  "issue",  "billing",      "login"};
  return kIntents;
}

const std::vector<std::string>& reserved_reactions() {
  static const std::vector<std::string> kReactions = {"unclear", "undelivered", "silence", "late",
                                                      "value",   "mismatch",    "promise"};
  return kReactions;
}

const std::vector<std::string>& exception_cases() {
  static const std::vector<std::string> kCases = [] {
    std::vector<std::string> cases(kPeople.begin(), kPeople.end());
    cases.insert(cases.end(), {"unclear", "undelivered", "late"});
    cases.insert(cases.end(), kAboveStates.begin(), kAboveStates.end());
    return cases;
  }();
  return kCases;
}

bool only_hands_off(std::string_view exception) {
  return std::find(kAboveStates.begin(), kAboveStates.end(), exception) != kAboveStates.end();
}

bool leads_to_person(std::string_view intent) {
  return std::find(kPeople.begin(), kPeople.end(), intent) != kPeople.end();
}

}  // namespace smsflow
