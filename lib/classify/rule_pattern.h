// The line of a rule file (rule_book.h) taken apart.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

struct RuleElement;
using RuleSequence = std::vector<RuleElement>;

// One place in a pattern.
struct RuleElement {
  std::string_view word;              // a word, "#", "*" or "$"; empty for the others
  std::vector<RuleSequence> choices;  // none, and no word: a gap of up to three words
  bool optional = false;
};

struct RuleLine {
  std::string_view kind;
  std::string_view language;
  std::string_view text;
  bool at_start = false;
  RuleSequence pattern;  // empty: the line only defined a name
  std::string fault;     // empty when well formed
};

// "@name" to its alternatives "a|b c".
using RuleNames = std::map<std::string_view, std::string_view>;

// A line that defines a name is put into `names`.
RuleLine parse_rule_line(std::string_view line, RuleNames& names);

}  // namespace smsflow
