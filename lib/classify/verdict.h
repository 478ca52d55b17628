// What a reply was taken for, by which rule, how surely.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

// Stations of understanding, in the order in which they are asked.
// Do not renumber: stored in the log.
enum class Layer {
  kNone = 0,    // nothing decided: a person
  kOptOut = 1,  // opt-out word, phrase or suspicion
  kWrongNumber = 2,
  kNoise = 3,    // no customer's answer: tapback, auto-reply
  kKeyword = 4,  // exact keyword of the open question
  kPhrase = 5,   // phrase of the workflow
  kNet = 6,      // sensitive, angry, several issues: a person at once
  kModel = 7,    // statistical
};
std::string_view name(Layer layer);

struct Weighed {
  std::string feature;  // "word:late", "char:tmrw", "question:confirm"
  double weight = 0;
};

struct Verdict {
  std::string label = "unclear";  // an intent of the workflow, a built-in one, "noise", "unclear"
  Layer layer = Layer::kNone;
  std::string rule;       // "keyword C (workflows/a.toml:31:12)", "opt-out word STOP (en)"
  double confidence = 0;  // 0 to 1; rules are 1
  std::string runner_up;
  double runner_up_confidence = 0;
  bool automatic = false;          // may be acted on without a person
  bool suspected_opt_out = false;  // label "stop" is not sure: pause and ask a person
  bool ambiguous_opt_out = false;  // the bare CANCEL, END, QUIT: a booking may have been meant
  std::string language;            // of an opt-out or opt-in word: "en", "es", ...; else ""
  std::vector<Weighed> features;   // that weighed most; only when asked for
};

}  // namespace smsflow
