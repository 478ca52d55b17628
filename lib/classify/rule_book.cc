#include "classify/rule_book.h"

#include <algorithm>

#include "classify/rule_data.h"
#include "text/error.h"
#include "text/normalise.h"

namespace smsflow {
namespace {

constexpr std::size_t kMaxWords = 300;
constexpr int kMaxGap = 3;
constexpr std::size_t kNoMatch = static_cast<std::size_t>(-1);

// Word numbers. Words in no rule share one. The message's end is a word of its own.
enum : std::uint32_t { kUnknown, kDigits, kAny, kEnd, kBranch, kAccept, kFirstWord };

bool is_digits(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A rule of kind "no" takes away what it overlaps in its own file.
void drop_voided(std::vector<RuleMatch>& matches) {
  std::vector<RuleMatch> vetoes;
  for (const RuleMatch& match : matches) {
    if (match.rule->kind == "no") vetoes.push_back(match);
  }
  if (vetoes.empty()) return;
  std::erase_if(matches, [&](const RuleMatch& match) {
    return std::any_of(vetoes.begin(), vetoes.end(), [&](const RuleMatch& veto) {
      return match.rule->group == veto.rule->group && match.overlaps(veto);
    });
  });
}

}  // namespace

void RuleBook::add_file(std::string_view group, std::string_view lines) {
  RuleNames names;
  for (int line_number = 1; !lines.empty(); ++line_number) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.empty() || line.front() == '#') continue;
    const RuleLine parsed = parse_rule_line(line, names);
    if (!parsed.fault.empty()) {
      throw Error(ErrorKind::kBadInput, parsed.fault,
                  std::string(group) + ".tsv:" + std::to_string(line_number));
    }
    if (parsed.pattern.empty()) continue;
    add({group, parsed.kind, parsed.language, line_number}, parsed.pattern, parsed.at_start);
  }
}

void RuleBook::add_words(const Rule& rule, std::string_view normalised) {
  RuleSequence sequence;
  for (const std::string_view word : words(normalised)) sequence.push_back({word, {}, false});
  if (!sequence.empty()) add(rule, sequence, false);
}

std::uint32_t RuleBook::number(std::string_view word) {
  if (word == "#") return kDigits;
  if (word == "*") return kAny;
  if (word == "$") return kEnd;
  const auto next = static_cast<std::uint32_t>(numbers_.size()) + kFirstWord;
  return numbers_.emplace(word, next).first->second;
}

RuleBook::Word RuleBook::known(std::string_view word) const {
  const auto found = numbers_.find(word);
  const bool digits = is_digits(word);
  if (found != numbers_.end()) return {found->second, digits};
  return {digits ? kDigits : kUnknown, digits};
}

void RuleBook::add(const Rule& rule, const RuleSequence& pattern, bool at_start) {
  rules_.push_back(rule);
  const std::uint32_t node = compile(pattern, add_node({kAccept, 0, 0}));
  const auto start = static_cast<std::uint32_t>(starts_.size());
  starts_.push_back({&rules_.back(), node, at_start});
  by_first_word_.resize(numbers_.size() + kFirstWord);
  index(node, start);
}

std::uint32_t RuleBook::add_node(Node node) {
  nodes_.push_back(node);
  return static_cast<std::uint32_t>(nodes_.size() - 1);
}

std::uint32_t RuleBook::add_branch(const std::vector<std::uint32_t>& to) {
  const auto begin = static_cast<std::uint32_t>(branches_.size());
  branches_.insert(branches_.end(), to.begin(), to.end());
  return add_node({kBranch, begin, static_cast<std::uint32_t>(to.size())});
}

std::uint32_t RuleBook::compile(const RuleSequence& sequence, std::uint32_t next) {
  for (auto element = sequence.rbegin(); element != sequence.rend(); ++element) {
    if (!element->word.empty()) {
      next = add_node({number(element->word), next, 0});
      continue;
    }
    if (element->choices.empty()) {
      const std::uint32_t after = next;
      for (int i = 0; i < kMaxGap; ++i) next = add_branch({after, add_node({kAny, next, 0})});
      continue;
    }
    std::vector<std::uint32_t> to;
    for (const RuleSequence& choice : element->choices) to.push_back(compile(choice, next));
    if (element->optional) to.push_back(next);
    next = add_branch(to);
  }
  return next;
}

void RuleBook::index(std::uint32_t node, std::uint32_t start) {
  const Node& at = nodes_[node];
  if (at.word == kBranch) {
    for (std::uint32_t i = 0; i < at.size; ++i) index(branches_[at.next + i], start);
    return;
  }
  std::vector<std::uint32_t>& list = by_first_word_[at.word];
  if (list.empty() || list.back() != start) list.push_back(start);
}

std::size_t RuleBook::longest(std::uint32_t node, const Message& message, std::size_t at) const {
  for (;;) {
    const Node& here = nodes_[node];
    if (here.word == kAccept) return at;
    if (here.word == kBranch) {
      std::size_t best = kNoMatch;
      for (std::uint32_t i = 0; i < here.size; ++i) {
        const std::size_t end = longest(branches_[here.next + i], message, at);
        if (end != kNoMatch && (best == kNoMatch || end > best)) best = end;
      }
      return best;
    }
    if (at == message.size()) return kNoMatch;
    const Word& word = message[at];
    const bool same = word.number == here.word || (here.word == kDigits && word.digits) ||
                      (here.word == kAny && word.number != kEnd);
    if (!same) return kNoMatch;
    node = here.next;
    ++at;
  }
}

void RuleBook::try_at(std::size_t at, std::uint32_t first, const Message& message,
                      std::vector<RuleMatch>& matches) const {
  if (first >= by_first_word_.size()) return;
  const std::size_t size = message.size() - (message.back().number == kEnd ? 1 : 0);
  for (const std::uint32_t index : by_first_word_[first]) {
    const Start& start = starts_[index];
    if (start.at_start && at != 0) continue;
    const std::size_t end = longest(start.node, message, at);
    if (end != kNoMatch) matches.push_back({start.rule, at, std::min(end, size)});
  }
}

std::vector<RuleMatch> RuleBook::find(const std::vector<std::string_view>& words) const {
  Message message;
  const std::size_t size = std::min(words.size(), kMaxWords);
  message.reserve(size + 1);
  for (std::size_t i = 0; i < size; ++i) message.push_back(known(words[i]));
  if (size == words.size()) message.push_back({kEnd, false});
  std::vector<RuleMatch> matches;
  for (std::size_t at = 0; at < size; ++at) {
    const Word& word = message[at];
    try_at(at, word.number, message, matches);
    if (word.digits && word.number != kDigits) try_at(at, kDigits, message, matches);
  }
  drop_voided(matches);
  return matches;
}

const RuleBook& built_in_rules() {
  static const RuleBook kBook = [] {
    RuleBook book;
    for (const RuleFile& file : rule_files()) {
      if (file.name != "opt_out_words") book.add_file(file.name, file.bytes);
    }
    return book;
  }();
  return kBook;
}

}  // namespace smsflow
