#include "classify/rule_pattern.h"

#include "text/ascii.h"

#include <algorithm>

namespace smsflow {
namespace {

constexpr int kDeepest = 8;
constexpr bool is_sign(char c) {
  return c == ' ' || c == '(' || c == ')' || c == '[' || c == ']' || c == '|';
}

// Where the word at the front of `text` ends.
std::size_t word_end(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && !is_sign(text[end])) ++end;
  return end;
}

class PatternReader {
 public:
  PatternReader(std::string_view text, RuleNames& names, int depth)
      : rest_(text), names_(names), depth_(depth) {}

  // All of the text as one sequence.
  bool read(RuleSequence& sequence) { return read_sequence(sequence) && rest_.empty(); }

  // "a|b c|[d] e", up to the text's end or a closing sign.
  bool read_choices(RuleChoices& choices) {
    for (;;) {
      if (!read_single_word(choices) &&
          (!read_sequence(choices.phrases.emplace_back()) || choices.phrases.back().empty())) {
        return false;
      }
      if (rest_.empty() || rest_.front() != '|') return true;
      rest_.remove_prefix(1);
    }
  }
  bool at_end() const { return rest_.empty(); }

 private:
  bool read_sequence(RuleSequence& sequence) {
    while (!rest_.empty()) {
      const char sign = rest_.front();
      if (sign == '|' || sign == ')' || sign == ']') break;
      if (sign == ' ') {
        rest_.remove_prefix(1);
      } else if (sign == '(' || sign == '[') {
        if (!read_group(sequence.emplace_back())) return false;
      } else if (!read_word(sequence.emplace_back())) {
        return false;
      }
    }
    return true;
  }

  // Most alternatives are one word: no sequence is made for them.
  bool read_single_word(RuleChoices& choices) {
    const std::size_t end = word_end(rest_);
    const bool ends =
        end == rest_.size() || (rest_[end] != ' ' && rest_[end] != '(' && rest_[end] != '[');
    const std::string_view word = rest_.substr(0, end);
    if (!ends || word.empty() || word.front() == '@' || word == ".." || word == "*") return false;
    choices.words.push_back(word);
    rest_.remove_prefix(end);
    return true;
  }

  bool read_group(RuleElement& element) {
    const char close = rest_.front() == '(' ? ')' : ']';
    element.optional = close == ']';
    rest_.remove_prefix(1);
    RuleChoices choices;
    if (!read_choices(choices) || rest_.empty() || rest_.front() != close) return false;
    element.choices = std::make_shared<const RuleChoices>(std::move(choices));
    rest_.remove_prefix(1);
    return true;
  }

  bool read_word(RuleElement& element) {
    const std::size_t end = word_end(rest_);
    const std::string_view word = rest_.substr(0, end);
    rest_.remove_prefix(end);
    if (word == "..") return true;
    if (word.front() != '@') {
      element.word = word;
      return true;
    }
    const auto found = names_.find(word.substr(1));
    if (found == names_.end() || depth_ >= kDeepest) return false;
    NamedChoices& named = found->second;
    if (named.choices == nullptr) {
      PatternReader inside(named.text, names_, depth_ + 1);
      RuleChoices choices;
      if (!inside.read_choices(choices) || !inside.at_end()) return false;
      named.choices = std::make_shared<const RuleChoices>(std::move(choices));
    }
    element.choices = named.choices;
    return true;
  }

  std::string_view rest_;
  RuleNames& names_;
  int depth_;
};

// What may come first must be a word: else the rule would be tried at every word.
bool begins_with_word(const RuleSequence& sequence) {
  for (const RuleElement& element : sequence) {
    if (element.word == "*" || element.word == "$") return false;
    if (element.word.empty()) {
      if (element.choices == nullptr) return false;
      const auto& [words, phrases] = *element.choices;
      if (std::find(words.begin(), words.end(), "$") != words.end()) return false;
      if (!std::all_of(phrases.begin(), phrases.end(), begins_with_word)) return false;
    }
    if (!element.optional) return true;
  }
  return false;
}

}  // namespace

RuleLine parse_rule_line(std::string_view line, RuleNames& names) {
  RuleLine result;
  result.kind = take_until(line, '\t');
  if (!result.kind.empty() && result.kind.front() == '@') {
    names[result.kind.substr(1)] = {line, nullptr};
    if (line.empty()) result.fault = "a name without alternatives";
    return result;
  }
  result.language = take_until(line, '\t');
  result.text = line;
  result.at_start = line.starts_with("^ ");
  if (result.at_start) line.remove_prefix(2);
  PatternReader reader(line, names, 0);
  if (result.kind.empty() || result.language.empty() || !reader.read(result.pattern) ||
      !begins_with_word(result.pattern)) {
    result.fault = "not a rule: " + std::string(result.text);
  }
  return result;
}

}  // namespace smsflow
