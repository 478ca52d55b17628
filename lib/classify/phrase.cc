#include "classify/phrase.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <map>

#include "classify/phrase_tiling.h"
#include "text/diagnostic.h"
#include "text/normalise.h"

namespace smsflow {
namespace {

constexpr std::size_t kLongestMessage = 14;  // words; what is longer is no plain answer
constexpr std::size_t kShortestWithin = 3;   // words of a phrase that may stand among others

// After one of these the phrase is not meant as it stands.
constexpr std::array<std::string_view, 40> kGuards = {
    "not",  "dont",  "doesnt", "didnt",  "cant",  "cannot",  "wont",   "never", "no",     "nor",
    "isnt", "arent", "unless", "if",     "maybe", "but",     "except", "until", "unsure", "might",
    "nt",   "hope",  "wish",   "would",  "could", "can",     "should", "when",  "why",    "what",
    "how",  "pero",  "si",     "cuando", "nunca", "tampoco", "quizas", "tal",   "sin",    "or"};

constexpr std::array<std::string_view, 36> kQuestionWords = {
    "can",    "could", "what",  "whats",  "where", "wheres", "when",  "whens", "how",
    "hows",   "is",    "are",   "do",     "does",  "will",   "would", "which", "who",
    "whos",   "why",   "did",   "should", "may",   "any",    "am",    "puedo", "puede",
    "pueden", "que",   "donde", "cuando", "cual",  "cuanto", "hay",   "como",  "quien"};

template <std::size_t kSize>
bool is_one_of(const std::array<std::string_view, kSize>& all, std::string_view word) {
  return std::find(all.begin(), all.end(), word) != all.end();
}

bool asks(const Utterance& utterance) {
  return utterance.raw().find('?') != std::string_view::npos;
}

// A plain answer with a question mark is a question ("see you then?").
bool is_answer(std::string_view intent) {
  constexpr std::array<std::string_view, 6> kAnswers = {"confirm",  "decline",      "thanks",
                                                        "arriving", "running_late", "paid"};
  return is_one_of(kAnswers, intent);
}

}  // namespace

struct PhraseBook::Impl {
  struct Example {
    const IntentSpec* intent;
    std::string_view text;
  };

  std::deque<std::string> plain;  // behind the rules of `own`
  RuleBook own;
  std::map<std::string, Example, std::less<>> examples;  // by their normal form

  std::vector<Tile> tiles(const Utterance& utterance) const;
  std::optional<PhraseHit> example(const Utterance& utterance) const;
  std::string describe(const Utterance& utterance, const Tile& tile) const;
  std::optional<PhraseHit> answer_with_question(const Utterance& utterance,
                                                const std::vector<Tile>& tiles) const;
  const Workflow* workflow = nullptr;
};

PhraseBook::PhraseBook(const Workflow* workflow) : impl_(std::make_unique<Impl>()) {
  impl_->workflow = workflow;
  if (workflow == nullptr) return;
  for (const IntentSpec& intent : workflow->intents) {
    for (const std::string& phrase : intent.phrases) {
      impl_->plain.push_back(normalise_repeats(phrase));
      impl_->own.add_words({"", intent.name, "", 0}, impl_->plain.back());
    }
    for (const std::string& example : intent.examples) {
      impl_->examples.emplace(normalise_repeats(example), Impl::Example{&intent, example});
    }
  }
  impl_->own.seal();
}
PhraseBook::~PhraseBook() = default;
PhraseBook::PhraseBook(PhraseBook&&) noexcept = default;

std::vector<Tile> PhraseBook::Impl::tiles(const Utterance& utterance) const {
  std::vector<Tile> result;
  if (!plain.empty()) {
    for (const RuleMatch& match : own.find(utterance.words())) {
      result.push_back({match.first, match.end, match.rule->kind, match.rule});
    }
  }
  for (const RuleMatch& match : utterance.matches()) {
    const std::string_view group = match.rule->group;
    const std::string_view kind = match.rule->kind;
    if (group == "phrases" && kind != "no" && kind.front() != '+') {
      result.push_back({match.first, match.end, kind, match.rule});
    }
  }
  // Politeness last: a lone "thanks" is an answer.
  for (const RuleMatch& match : utterance.matches()) {
    if (match.rule->group == "polite") result.push_back({match.first, match.end, {}, match.rule});
  }
  return result;
}

std::optional<PhraseHit> PhraseBook::Impl::example(const Utterance& utterance) const {
  if (examples.empty()) return std::nullopt;
  auto found = examples.find(utterance.plain());
  if (found == examples.end()) found = examples.find(utterance.core());
  if (found == examples.end()) return std::nullopt;
  const auto& [intent, text] = found->second;
  return PhraseHit{intent->name, fmt::format("example \"{}\" ({})", text, render(intent->place))};
}

std::string PhraseBook::Impl::describe(const Utterance& utterance, const Tile& tile) const {
  if (!tile.rule->group.empty()) {
    return smsflow::describe("phrase", utterance, {tile.rule, tile.first, tile.end});
  }
  const IntentSpec* intent = workflow->find_intent(tile.intent);
  const std::vector<std::string_view>& words = utterance.words();
  const std::string_view last = words[tile.end - 1];
  const char* begin = words[tile.first].data();
  return fmt::format(
      "phrase \"{}\" ({})",
      std::string_view(begin, static_cast<std::size_t>(last.data() + last.size() - begin)),
      intent == nullptr ? "" : render(intent->place));
}

// "Yes, but is there parking?"
std::optional<PhraseHit> PhraseBook::Impl::answer_with_question(
    const Utterance& utterance, const std::vector<Tile>& tiles) const {
  const std::vector<std::string_view>& words = utterance.words();
  if (!asks(utterance)) return std::nullopt;
  std::vector<Tile> front = lay_out(tiles, words.size());
  while (!front.empty() && !is_answer(meaning(front))) front.pop_back();
  // "No, how about noon?" is less a question than a wish.
  if (front.empty() || meaning(front) == "decline" || front.back().end == words.size())
    return std::nullopt;
  if (!is_one_of(kQuestionWords, words[front.back().end])) return std::nullopt;
  return PhraseHit{"question", describe(utterance, front.front()) + ", then a question"};
}

std::optional<PhraseHit> PhraseBook::read_whole(const Utterance& utterance, bool asked) const {
  const std::size_t size = utterance.words().size();
  if (std::optional<PhraseHit> hit = impl_->example(utterance)) return hit;
  if (size == 0 || size > kLongestMessage) return std::nullopt;
  const std::vector<Tile> tiles = impl_->tiles(utterance);
  if (tiles.empty()) return std::nullopt;
  const std::vector<Tile> chosen = lay_out(tiles, size);
  if (chosen.empty() || chosen.back().end != size) return std::nullopt;
  const std::string_view intent = meaning(chosen);
  if (intent.empty()) return std::nullopt;
  const auto decisive = std::find_if(chosen.begin(), chosen.end(),
                                     [&](const Tile& tile) { return tile.intent == intent; });
  PhraseHit hit{std::string(intent), impl_->describe(utterance, *decisive)};
  if (intent == "fine") {
    if (!asked) return std::nullopt;
    hit.intent = "confirm";
  }
  if (is_answer(hit.intent) && asks(utterance))
    hit = {"question", hit.rule + " with a question mark"};
  return hit;
}

std::optional<PhraseHit> PhraseBook::read_within(const Utterance& utterance) const {
  const std::vector<std::string_view>& words = utterance.words();
  if (words.empty() || words.size() > kLongestMessage) return std::nullopt;
  for (const RuleMatch& match : utterance.matches()) {
    if (match.rule->group != "phrases" || match.rule->kind.front() != '+') continue;
    return PhraseHit{std::string(match.rule->kind.substr(1)), describe("phrase", utterance, match)};
  }
  const std::vector<Tile> tiles = impl_->tiles(utterance);
  if (tiles.empty()) return std::nullopt;
  if (std::optional<PhraseHit> question = impl_->answer_with_question(utterance, tiles)) {
    return question;
  }
  if (asks(utterance)) return std::nullopt;
  std::optional<Tile> best;
  for (const Tile& tile : tiles) {
    if (!tile.rule->group.empty() || tile.end - tile.first < kShortestWithin) continue;
    if (best && best->intent != tile.intent) return std::nullopt;
    if (!best || tile.end - tile.first > best->end - best->first) best = tile;
  }
  if (!best) return std::nullopt;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i >= best->first && i < best->end) continue;
    if (is_one_of(kGuards, words[i])) return std::nullopt;
  }
  return PhraseHit{std::string(best->intent), impl_->describe(utterance, *best)};
}

}  // namespace smsflow
