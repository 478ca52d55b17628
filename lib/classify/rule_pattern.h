// The line of a rule file (rule_book.h) taken apart.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

struct RuleElement;
using RuleSequence = std::vector<RuleElement>;
struct RuleChoices;

// One place in a pattern.
struct RuleElement {
  std::string_view word;                       // a word, "#", "*" or "$"; empty for the others
  std::shared_ptr<const RuleChoices> choices;  // null, and no word: a gap of up to three words
  bool optional = false;
};

struct RuleChoices {
  std::vector<std::string_view> words;  // those that are one word
  std::vector<RuleSequence> phrases;    // all others
};

struct RuleLine {
  std::string_view kind;
  std::string_view language;
  std::string_view text;
  bool at_start = false;
  RuleSequence pattern;  // empty: the line only defined a name
  std::string fault;     // empty when well formed
};

// "@name" to its alternatives "a|b c", read when first asked for.
struct NamedChoices {
  std::string_view text;
  std::shared_ptr<const RuleChoices> choices;
};
using RuleNames = std::map<std::string_view, NamedChoices>;

// A line that defines a name is put into `names`.
RuleLine parse_rule_line(std::string_view line, RuleNames& names);

}  // namespace smsflow
