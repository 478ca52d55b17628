#include "classify/label_fit.h"

#include "workflow/intents.h"

namespace smsflow {

std::string fit_label(std::string_view general, const State* state) {
  if (general.empty() || general == "other") return "unclear";
  if (general == "opt_out") return "stop";
  if (general == "decline" && state != nullptr && !state->on.contains("decline")) {
    return state->on.contains("cancel") ? "cancel" : "unclear";
  }
  return std::string(general);
}

std::vector<std::string> model_mask(const State& state) {
  std::vector<std::string> mask = {"opt_out", "wrong_number", "thanks"};
  for (const std::string& intent : built_in_intents()) {
    if (state.on.contains(intent) && intent != "thanks") mask.push_back(intent);
  }
  if (state.on.contains("cancel") && !state.on.contains("decline")) mask.emplace_back("decline");
  return mask;
}

}  // namespace smsflow
