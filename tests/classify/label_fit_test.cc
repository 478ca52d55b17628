#include "classify/label_fit.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace smsflow::label_fit_test {

namespace {

State reacting_to(std::initializer_list<const char*> intents) {
  State state;
  for (const char* intent : intents) state.on.emplace(intent, Reaction{});
  return state;
}

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

TEST_CASE("labels: a decline is what the state makes of it") {
  const State both = reacting_to({"confirm", "decline", "cancel"});
  const State cancel = reacting_to({"confirm", "cancel"});
  const State neither = reacting_to({"confirm"});
  CHECK(fit_label("decline", &both) == "decline");
  CHECK(fit_label("decline", &cancel) == "cancel");
  CHECK(fit_label("decline", &neither) == "unclear");
  CHECK(fit_label("decline", nullptr) == "decline");
}

TEST_CASE("labels: names of the model become names of workflows") {
  CHECK(fit_label("opt_out", nullptr) == "stop");
  CHECK(fit_label("other", nullptr) == "unclear");
  CHECK(fit_label("", nullptr) == "unclear");
  CHECK(fit_label("billing", nullptr) == "billing");
}

TEST_CASE("labels: only what the state reacts to may be acted on") {
  const std::vector<std::string> mask = model_mask(reacting_to({"confirm", "cancel", "unclear"}));
  CHECK(contains(mask, "confirm"));
  CHECK(contains(mask, "cancel"));
  CHECK(contains(mask, "decline"));
  CHECK(contains(mask, "opt_out"));
  CHECK_FALSE(contains(mask, "reschedule"));
  CHECK_FALSE(contains(mask, "unclear"));
  CHECK_FALSE(contains(model_mask(reacting_to({"confirm"})), "decline"));
}

}  // namespace smsflow::label_fit_test
