#include "classify/rule_book.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "classify/rule_data.h"
#include "text/error.h"
#include "text/normalise.h"

namespace smsflow {
namespace {

constexpr std::size_t kMaxWords = 300;
constexpr int kMaxGap = 3;
// How many bytes of the rule files come to one.
constexpr std::size_t kBytesOfRuleWord = 25;
constexpr std::size_t kBytesOfNode = 6;
constexpr std::size_t kBytesOfCandidate = 16;
constexpr std::uint64_t kAllWords = ~std::uint64_t{0};
constexpr std::size_t kNoMatch = static_cast<std::size_t>(-1);

// Word numbers. Words in no rule share one. The message's end is a word of its own.
enum : std::uint32_t { kUnknown, kDigits, kAny, kEnd, kBranch, kChoice, kAccept, kFirstWord };

bool is_digits(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_same(std::uint32_t wanted, std::uint32_t number, bool digits) {
  return wanted == number || (wanted == kDigits && digits);
}

// The most frequent words of English, each with a bit of its own: else half of all messages would
// seem to have the rare words that share it.
constexpr std::array<std::string_view, 20> kFrequent = {
    "i",  "you", "the", "to", "a",  "it", "is",   "my", "me",  "for",
    "do", "can", "and", "in", "of", "on", "that", "no", "not", "have"};
constexpr std::uint32_t kOwnBits = kFirstWord + kFrequent.size();

std::uint64_t bit_of(std::uint32_t number) {
  const std::uint32_t bit = number < kOwnBits ? number : kOwnBits + number % (64 - kOwnBits);
  return std::uint64_t{1} << bit;
}

// A workflow's own intent may be called "no"; its words have no group.
bool is_veto(const RuleMatch& match) {
  return match.rule->kind == "no" && !match.rule->group.empty();
}

// A rule of kind "no" takes away what it overlaps in its own file.
void drop_voided(std::vector<RuleMatch>& matches) {
  std::vector<RuleMatch> vetoes;
  for (const RuleMatch& match : matches) {
    if (is_veto(match)) vetoes.push_back(match);
  }
  if (vetoes.empty()) return;
  std::erase_if(matches, [&](const RuleMatch& match) {
    return !is_veto(match) && std::any_of(vetoes.begin(), vetoes.end(), [&](const RuleMatch& veto) {
      return match.rule->group == veto.rule->group && match.overlaps(veto);
    });
  });
}

}  // namespace

RuleBook::RuleBook(std::size_t bytes) : numbers_(bytes / kBytesOfRuleWord) {
  nodes_.reserve(bytes / kBytesOfNode);
  lists_.reserve(bytes / kBytesOfNode);
  candidates_.reserve(bytes / kBytesOfCandidate);
  for (const std::string_view word : kFrequent) number(word);
}

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
  choices_.clear();
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
  return numbers_.add(word, next);
}

RuleBook::Word RuleBook::known(std::string_view word) const {
  const std::uint32_t found = numbers_.find(word);
  const bool digits = is_digits(word);
  const std::uint32_t number = found != 0 ? found : digits ? kDigits : kUnknown;
  return {number, digits, bit_of(number) | (digits ? bit_of(kDigits) : 0)};
}

void RuleBook::add(const Rule& rule, const RuleSequence& pattern, bool at_start) {
  rules_.push_back(rule);
  const std::uint32_t node = compile(pattern, add_node({kAccept}));
  const auto start = static_cast<std::uint32_t>(starts_.size());
  starts_.push_back({&rules_.back(), at_start, rarest(pattern, true)});
  index(node, start);
}

// Of the words that a match cannot do without, those that the fewest messages have one of.
std::uint64_t RuleBook::rarest(const RuleSequence& sequence, bool skip_first) {
  std::uint64_t best = kAllWords;
  for (const RuleElement& element : sequence) {
    const bool gap = element.word.empty() && element.choices == nullptr;
    if (gap || element.optional || std::exchange(skip_first, false)) continue;
    const std::uint64_t words = element.word.empty()  ? choices_of(element.choices).rarest
                                : element.word == "*" ? kAllWords
                                                      : bit_of(number(element.word));
    if (std::popcount(words) < std::popcount(best)) best = words;
  }
  return best;
}

std::uint32_t RuleBook::add_node(Node node) {
  if (node.word == kAccept || node.word == kAny) {
    node.words = kAllWords;
  } else if (node.word != kBranch && node.word != kChoice) {
    node.words = bit_of(node.word);
  }
  nodes_.push_back(node);
  return static_cast<std::uint32_t>(nodes_.size() - 1);
}

std::uint32_t RuleBook::add_branch(const std::vector<std::uint32_t>& to) {
  Node branch{kBranch, 0, static_cast<std::uint32_t>(lists_.size()),
              static_cast<std::uint32_t>(to.size())};
  for (const std::uint32_t node : to) branch.words |= nodes_[node].words;
  lists_.insert(lists_.end(), to.begin(), to.end());
  return add_node(branch);
}

const RuleBook::Choices& RuleBook::choices_of(const std::shared_ptr<const RuleChoices>& choices) {
  const auto known = choices_.find(choices.get());
  if (known != choices_.end()) return known->second;
  Choices result;
  result.kept = choices;
  for (const RuleSequence& each : choices->phrases) result.rarest |= rarest(each, false);
  result.begin = static_cast<std::uint32_t>(lists_.size());
  for (const std::string_view word : choices->words) {
    lists_.push_back(number(word));
    result.words |= bit_of(lists_.back());
  }
  result.size = static_cast<std::uint32_t>(lists_.size()) - result.begin;
  result.rarest |= result.words;
  std::sort(lists_.begin() + result.begin, lists_.end());
  return choices_.emplace(choices.get(), std::move(result)).first->second;
}

std::uint32_t RuleBook::compile(const RuleSequence& sequence, std::uint32_t next) {
  for (auto element = sequence.rbegin(); element != sequence.rend(); ++element) {
    if (!element->word.empty()) {
      next = add_node({number(element->word), next});
      continue;
    }
    if (element->choices == nullptr) {
      const std::uint32_t after = next;
      for (int i = 0; i < kMaxGap; ++i) next = add_branch({after, add_node({kAny, next})});
      continue;
    }
    // The single words are looked up together.
    const Choices& known = choices_of(element->choices);
    std::vector<std::uint32_t> to;
    if (known.size > 0)
      to.push_back(add_node({kChoice, next, known.begin, known.size, known.words}));
    for (const RuleSequence& phrase : element->choices->phrases)
      to.push_back(compile(phrase, next));
    if (element->optional) to.push_back(next);
    next = to.size() == 1 ? to.front() : add_branch(to);
  }
  return next;
}

void RuleBook::index(std::uint32_t node, std::uint32_t start) {
  const Node& at = nodes_[node];
  if (at.word == kBranch) {
    for (std::uint32_t i = 0; i < at.size; ++i) index(lists_[at.begin + i], start);
    return;
  }
  if (at.word != kChoice) {
    candidates_.push_back({at.word, start, at.next});
    return;
  }
  for (std::uint32_t i = 0; i < at.size; ++i) {
    candidates_.push_back({lists_[at.begin + i], start, at.next});
  }
}

void RuleBook::seal() {
  std::stable_sort(candidates_.begin(), candidates_.end(),
                   [](const Candidate& a, const Candidate& b) { return a.word < b.word; });
  needs_.clear();
  needs_.reserve(candidates_.size());
  first_.assign(numbers_.size() + kFirstWord + 1, 0);
  for (const Candidate& each : candidates_) {
    needs_.push_back({nodes_[each.next].words, starts_[each.start].needs});
    ++first_[each.word + 1];
  }
  for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
}

bool RuleBook::accepts(const Node& node, const Word& word) const {
  if (node.word == kAny) return word.number != kEnd;
  if (node.word != kChoice) return is_same(node.word, word.number, word.digits);
  const auto begin = lists_.begin() + node.begin;
  const auto end = begin + node.size;
  return std::binary_search(begin, end, word.number) ||
         (word.digits && std::binary_search(begin, end, std::uint32_t{kDigits}));
}

std::size_t RuleBook::longest(std::uint32_t node, const Message& message, std::size_t at) const {
  for (;;) {
    const Node& here = nodes_[node];
    if (here.word == kAccept) return at;
    if (at < message.size() && (here.words & message[at].bits) == 0) return kNoMatch;
    if (here.word == kBranch) {
      std::size_t best = kNoMatch;
      for (std::uint32_t i = 0; i < here.size; ++i) {
        const std::size_t end = longest(lists_[here.begin + i], message, at);
        if (end != kNoMatch && (best == kNoMatch || end > best)) best = end;
      }
      return best;
    }
    if (at == message.size()) return kNoMatch;
    if (!accepts(here, message[at])) return kNoMatch;
    node = here.next;
    ++at;
  }
}

void RuleBook::try_at(std::size_t at, std::uint32_t first, const Message& message,
                      std::vector<RuleMatch>& matches) const {
  if (first + 1 >= first_.size()) return;
  const std::size_t size = message.size() - (message.back().number == kEnd ? 1 : 0);
  // Where the message was cut off all are tried.
  const std::uint64_t second = at + 1 < message.size() ? message[at + 1].bits : kAllWords;
  const std::uint64_t later = message[at].later;
  for (std::uint32_t i = first_[first]; i < first_[first + 1]; ++i) {
    const Needs& needs = needs_[i];
    // One branch for both: each alone is true too often to be foreseen.
    if (((needs.second & second) == 0) | ((needs.later & later) == 0)) continue;
    const Candidate& candidate = candidates_[i];
    const Start& start = starts_[candidate.start];
    if (start.at_start && at != 0) continue;
    const std::size_t end = longest(candidate.next, message, at + 1);
    if (end != kNoMatch) matches.push_back({start.rule, at, std::min(end, size)});
  }
}

std::vector<RuleMatch> RuleBook::find(const std::vector<std::string_view>& words) const {
  Message message;
  const std::size_t size = std::min(words.size(), kMaxWords);
  message.reserve(size + 1);
  for (std::size_t i = 0; i < size; ++i) message.push_back(known(words[i]));
  if (size == words.size()) message.push_back({kEnd, false, bit_of(kEnd)});
  std::uint64_t later = size == words.size() ? 0 : kAllWords;
  for (auto word = message.rbegin(); word != message.rend(); ++word) {
    word->later = later;
    later |= word->bits;
  }
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
    std::size_t bytes = 0;
    for (const RuleFile& file : rule_files()) bytes += file.bytes.size();
    RuleBook book(bytes);
    for (const RuleFile& file : rule_files()) {
      if (file.name != "opt_out_words") book.add_file(file.name, file.bytes);
    }
    book.seal();
    return book;
  }();
  return kBook;
}

}  // namespace smsflow
