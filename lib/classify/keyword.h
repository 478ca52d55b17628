// The exact answers of the open question: "C", "R", "1". A keyword is the whole message, give or
// take politeness and punctuation ("(c)", "C thanks", "c!!"), never its beginning: C does not match
// CANCEL.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "classify/utterance.h"
#include "workflow/workflow.h"

namespace smsflow {

// The keywords of every intent of a workflow.
class KeywordTable {
 public:
  explicit KeywordTable(const Workflow& workflow);

  struct Hit {
    const IntentSpec* intent = nullptr;
    std::string rule;  // keyword C (workflows/a.toml:31:12)
  };

  // Only intents that `state` reacts to count; the first in file order wins. Digits may be written
  // out ("one" is 1). Null when there is none.
  const Hit* find(const Utterance& utterance, const State& state) const;

 private:
  const Hit* find_text(std::string_view text, const State& state) const;

  std::unordered_multimap<std::string, Hit> hits_;
};

}  // namespace smsflow
