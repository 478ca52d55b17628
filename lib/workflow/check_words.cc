#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "text/normalise.h"
#include "workflow/check.h"

namespace smsflow {
namespace {

// A keyword or phrase as written, with its place.
struct Word {
  const IntentSpec* intent = nullptr;  // null: of the trigger
  std::string written;
  std::string normal;
  Mark mark;
  bool is_phrase = false;
};

bool contains_normal(const std::vector<std::string>& words, const std::string& normal) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return normalise(word) == normal; });
}

void collect(const Checked& checked, const std::vector<std::string>& written,
             const std::string& path, const IntentSpec* intent, std::vector<Word>& words) {
  // Positions in the file count what is no string too; those are faults already.
  for (std::size_t i = 0; i < written.size(); ++i) {
    words.push_back({intent, written[i], normalise(written[i]),
                     checked.keys.value(fmt::format("{}[{}]", path, i)),
                     path.ends_with(".phrases")});
  }
}

std::vector<Word> all_words(const Checked& checked) {
  std::vector<Word> words;
  for (const IntentSpec& intent : checked.workflow.intents) {
    const std::string path = "intents." + intent.name;
    collect(checked, intent.keywords, path + ".keywords", &intent, words);
    collect(checked, intent.phrases, path + ".phrases", &intent, words);
  }
  collect(checked, checked.workflow.trigger.keywords, "trigger.keywords", nullptr, words);
  return words;
}

// What carriers, the law or smsflow itself read before the workflow does.
void check_reserved(const Checked& checked, const Word& word) {
  const std::string intent = word.intent == nullptr ? "" : word.intent->name;
  if (word.normal.empty()) {
    checked.error("empty-keyword", word.mark,
                  fmt::format("nothing of \"{}\" is left to compare replies with", word.written),
                  "use letters or digits");
  } else if (contains_normal(checked.reserved.opt_out, word.normal) && intent != "stop") {
    checked.report(word.is_phrase ? Severity::kWarning : Severity::kError, "opt-out-keyword",
                   word.mark,
                   fmt::format("\"{}\" is an opt-out word: carriers and the law read it as STOP",
                               word.written),
                   "take a word that is none, like \"C\", \"R\", \"N\" or a digit");
  } else if (word.normal == "help" && intent != "help") {
    checked.error("ambiguous-keyword", word.mark,
                  fmt::format("\"{}\" always asks for help and never reaches \"{}\"", word.written,
                              intent.empty() ? "trigger" : intent),
                  "take another word; what HELP leads to is on.help");
  } else if (!word.is_phrase && contains_normal(checked.reserved.carrier, word.normal)) {
    checked.warn(
        "carrier-keyword", word.mark,
        fmt::format("some carriers answer \"{}\" themselves and may not pass it on", word.written),
        "a letter or a digit is safe everywhere");
  }
}

void check_ambiguous(const Checked& checked, const std::vector<Word>& words) {
  std::set<std::pair<const Word*, const Word*>> told;
  for (const State& state : checked.workflow.states) {
    const std::vector<const IntentSpec*> heard = heard_in(checked.workflow, state);
    std::map<std::string, const Word*> first;
    for (const Word& word : words) {
      if (word.intent == nullptr || word.normal.empty()) continue;
      if (std::find(heard.begin(), heard.end(), word.intent) == heard.end()) continue;
      const auto [at, is_new] = first.emplace(word.normal, &word);
      const Word& other = *at->second;
      if (is_new || other.intent == word.intent || !told.emplace(&other, &word).second) continue;
      checked.error("ambiguous-keyword", word.mark,
                    fmt::format("\"{}\" means \"{}\" and \"{}\" in state \"{}\"", word.written,
                                other.intent->name, word.intent->name, state.name),
                    fmt::format("line {} has it first; compared without case and punctuation",
                                other.mark.place.line));
    }
  }
}

}  // namespace

void check_words(const Checked& checked) {
  const std::vector<Word> words = all_words(checked);
  for (const Word& word : words) check_reserved(checked, word);
  check_ambiguous(checked, words);
}

}  // namespace smsflow
