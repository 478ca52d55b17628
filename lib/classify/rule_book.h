// Rules over the words of a normalised message, as data: one rule a line, read once, matched in one
// pass. A file's lines are
//
//   # why, source, date
//   @stop <TAB> stop|quit|do not              a name for alternatives
//   yes   <TAB> en <TAB> (please|pls) @stop [me] .. texts $
//
// (kind, language, pattern). A pattern's elements: a word; "(a|b c)" one of; "[a|b]" one of or
// nothing; "..", up to three words; "#", a word of digits; "*", any word; "^" and "$", the
// message's ends; "@name". A match of kind "no" voids the matches of its file that it overlaps.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "classify/rule_pattern.h"

namespace smsflow {

struct Rule {
  std::string_view group;  // the file: "opt_out"
  std::string_view kind;   // "yes", "maybe", "no", or an intent
  std::string_view language;
  int line = 0;
};

// Words [first, end) of the message met the rule.
struct RuleMatch {
  const Rule* rule = nullptr;
  std::size_t first = 0;
  std::size_t end = 0;

  bool overlaps(const RuleMatch& other) const { return first < other.end && other.first < end; }
};

class RuleBook {
 public:
  // `lines` must outlive the book. Throws Error{kBadInput} naming group and line.
  void add_file(std::string_view group, std::string_view lines);
  // Plain words, no pattern. What `rule` and `normalised` point to must outlive the book.
  void add_words(const Rule& rule, std::string_view normalised);

  // Every match in message order, the longest of each rule at each word; voided ones are left out.
  // Looks at the first 300 words.
  std::vector<RuleMatch> find(const std::vector<std::string_view>& words) const;

 private:
  struct Word {
    std::uint32_t number = 0;
    bool digits = false;
  };
  using Message = std::vector<Word>;
  // A pattern is a graph of nodes, walked with backtracking.
  struct Node {
    std::uint32_t word = 0;  // its number; kBranch and kAccept are none
    std::uint32_t next = 0;  // after the word; of a branch, where its list begins in branches_
    std::uint32_t size = 0;  // of a branch's list
  };
  struct Start {
    const Rule* rule = nullptr;
    std::uint32_t node = 0;
    bool at_start = false;
  };

  std::uint32_t number(std::string_view word);
  Word known(std::string_view word) const;
  void add(const Rule& rule, const RuleSequence& pattern, bool at_start);
  std::uint32_t add_node(Node node);
  std::uint32_t add_branch(const std::vector<std::uint32_t>& to);
  std::uint32_t compile(const RuleSequence& sequence, std::uint32_t next);
  void index(std::uint32_t node, std::uint32_t start);
  void try_at(std::size_t at, std::uint32_t first, const Message& message,
              std::vector<RuleMatch>& matches) const;
  std::size_t longest(std::uint32_t node, const Message& message, std::size_t at) const;

  std::deque<Rule> rules_;
  std::vector<Start> starts_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> branches_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
  std::vector<std::vector<std::uint32_t>> by_first_word_;  // starts, by word number
};

// Every rule file of this binary, each a group.
const RuleBook& built_in_rules();

}  // namespace smsflow
