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
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "classify/rule_pattern.h"
#include "classify/word_table.h"

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
  // Makes room for that many bytes of rules: to grow would touch every page twice.
  explicit RuleBook(std::size_t bytes = 0);
  // `lines` must outlive the book. Throws Error{kBadInput} naming group and line.
  void add_file(std::string_view group, std::string_view lines);
  // Plain words, no pattern. What `rule` and `normalised` point to must outlive the book.
  void add_words(const Rule& rule, std::string_view normalised);
  // Once all is added, and before anything is looked for.
  void seal();

  // Every match in message order, those of kind "no" too; voided ones are left out.
  // Looks at the first 300 words.
  std::vector<RuleMatch> find(const std::vector<std::string_view>& words) const;

 private:
  struct Word {
    std::uint32_t number = 0;
    bool digits = false;
    std::uint64_t bits = 0;   // of Node::words
    std::uint64_t later = 0;  // the bits of all words after it
  };
  using Message = std::vector<Word>;
  // A pattern is a graph of nodes, walked with backtracking.
  struct Node {
    std::uint32_t word = 0;   // its number; kBranch, kChoice and kAccept are none
    std::uint32_t next = 0;   // after the word or the choice
    std::uint32_t begin = 0;  // a branch's nodes, a choice's sorted words: a part of lists_
    std::uint32_t size = 0;
    std::uint64_t words = 0;  // what may come here: bit n, words whose number modulo 64 is n
  };
  struct Candidate {
    std::uint32_t word = 0;
    std::uint32_t start = 0;
    std::uint32_t next = 0;  // node after the first word
  };
  // What must be there before it is worth a try, as Node::words.
  struct Needs {
    std::uint64_t second = 0;  // one of these comes next
    std::uint64_t later = 0;   // one of these comes after the first
  };
  struct Start {
    const Rule* rule = nullptr;
    bool at_start = false;
    std::uint64_t needs = 0;  // Needs::later
  };

  // What was made of alternatives; most are named once and used by many rules.
  struct Choices {
    std::shared_ptr<const RuleChoices> kept;  // so that no other has its address
    std::uint32_t begin = 0;                  // its single words, sorted: a part of lists_
    std::uint32_t size = 0;
    std::uint64_t words = 0;   // as Node::words, of the single words
    std::uint64_t rarest = 0;  // see rarest()
  };

  std::uint32_t number(std::string_view word);
  Word known(std::string_view word) const;
  void add(const Rule& rule, const RuleSequence& pattern, bool at_start);
  std::uint64_t rarest(const RuleSequence& sequence, bool skip_first);
  std::uint32_t add_node(Node node);
  std::uint32_t add_branch(const std::vector<std::uint32_t>& to);
  const Choices& choices_of(const std::shared_ptr<const RuleChoices>& choices);
  std::uint32_t compile(const RuleSequence& sequence, std::uint32_t next);
  void index(std::uint32_t node, std::uint32_t start);
  bool accepts(const Node& node, const Word& word) const;
  void try_at(std::size_t at, std::uint32_t first, const Message& message,
              std::vector<RuleMatch>& matches) const;
  std::size_t longest(std::uint32_t node, const Message& message, std::size_t at) const;

  std::deque<Rule> rules_;
  std::vector<Start> starts_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> lists_;
  WordTable numbers_;
  std::vector<Candidate> candidates_;  // by word once sealed, else as they came
  std::vector<Needs> needs_;           // of each candidate
  std::vector<std::uint32_t>
      first_;  // by word number: its first candidate, and one behind the last
  std::unordered_map<const RuleChoices*, Choices> choices_;  // only while a file is read
};

// Every rule file of this binary, each a group.
const RuleBook& built_in_rules();

}  // namespace smsflow
