// Between the general labels of phrases and model ("decline", "opt_out", "other") and what the open
// question's state can react to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workflow/workflow.h"

namespace smsflow {

// "opt_out" is "stop" and "other" is "unclear". A "decline" the state has no reaction to is its
// "cancel", else "unclear". `state` may be null.
std::string fit_label(std::string_view general, const State* state);

// The model's labels that may be acted on in this state.
std::vector<std::string> model_mask(const State& state);

}  // namespace smsflow
