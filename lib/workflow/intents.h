// Intents every workflow knows without declaring them, and the keys reserved beside them in
// [states.NAME.on].
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

// confirm decline cancel reschedule running_late arriving inform paid extend thanks question help
// agent stop start wrong_number angry sensitive several unsure issue billing login
const std::vector<std::string>& built_in_intents();

// unclear undelivered silence late value mismatch promise
const std::vector<std::string>& reserved_reactions();

// Cases of [exceptions]: the reactions and intents that lead to a person, and those above any
// state: void (answered a question that is void), after_answer (wrote again right after
// answering), wrong_number, opt_out_unsure (may want no more texts).
const std::vector<std::string>& exception_cases();
// Cases above any state: a person is all they can lead to.
bool only_hands_off(std::string_view exception);

// Intents that lead to a person when the state says nothing else: help agent question angry
// sensitive several unsure issue billing login.
bool leads_to_person(std::string_view intent);

}  // namespace smsflow
