#include "workflow/intents.h"

#include <algorithm>
#include <array>

namespace smsflow {

const std::vector<std::string>& built_in_intents() {
  static const std::vector<std::string> kIntents = {
      "confirm", "decline", "cancel", "reschedule",   "running_late", "arriving",
      "inform",  "paid",    "extend", "thanks",       "question",     "help",
      "agent",   "stop",    "start",  "wrong_number", "angry",        "sensitive",
      "several", "unsure",  "issue",  "billing",      "login"};
  return kIntents;
}

const std::vector<std::string>& reserved_reactions() {
  static const std::vector<std::string> kReactions = {"unclear", "undelivered", "silence", "late"};
  return kReactions;
}

bool leads_to_person(std::string_view intent) {
  constexpr std::array<std::string_view, 10> kPeople = {"help",      "agent",   "question", "angry",
                                                        "sensitive", "several", "unsure",   "issue",
                                                        "billing",   "login"};
  return std::find(kPeople.begin(), kPeople.end(), intent) != kPeople.end();
}

}  // namespace smsflow
