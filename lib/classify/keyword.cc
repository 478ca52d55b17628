#include "classify/keyword.h"

#include <algorithm>
#include <array>

#include "text/normalise.h"

namespace smsflow {
namespace {

// "one" is 1, in English and Spanish.
std::string_view digits_of(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kNumbers = {{
      {"one", "1"},   {"two", "2"},   {"three", "3"},  {"four", "4"},  {"five", "5"},
      {"six", "6"},   {"seven", "7"}, {"eight", "8"},  {"nine", "9"},  {"zero", "0"},
      {"uno", "1"},   {"dos", "2"},   {"tres", "3"},   {"cuatro", "4"}, {"cinco", "5"},
      {"seis", "6"},  {"siete", "7"}, {"ocho", "8"},   {"nueve", "9"}, {"cero", "0"},
  }};
  for (const auto& [name, digits] : kNumbers) {
    if (name == word) return digits;
  }
  return {};
}

// "c c" is "c".
std::string_view without_echo(std::string_view text) {
  const std::size_t end = text.find(' ');
  if (end == std::string_view::npos) return text;
  const std::string_view first = text.substr(0, end);
  for (const std::string_view word : words(text)) {
    if (word != first) return text;
  }
  return first;
}

}  // namespace

KeywordTable::KeywordTable(const Workflow& workflow) {
  for (const IntentSpec& intent : workflow.intents) {
    for (const std::string& keyword : intent.keywords) {
      hits_.emplace(normalise_repeats(keyword), Hit{&intent, keyword});
    }
  }
}

std::optional<KeywordTable::Hit> KeywordTable::find(const Utterance& utterance,
                                                    const State& state) const {
  if (hits_.empty()) return std::nullopt;
  if (const std::optional<Hit> whole = find_text(utterance.plain(), state)) return whole;
  const std::string_view core = without_echo(utterance.core());
  if (core != utterance.plain()) {
    if (const std::optional<Hit> hit = find_text(core, state)) return hit;
  }
  const std::string_view digits = digits_of(core);
  return digits.empty() ? std::nullopt : find_text(digits, state);
}

std::optional<KeywordTable::Hit> KeywordTable::find_text(std::string_view text,
                                                         const State& state) const {
  const auto [begin, end] = hits_.equal_range(std::string(text));
  std::optional<Hit> best;
  for (auto each = begin; each != end; ++each) {
    if (!state.on.contains(each->second.intent->name)) continue;
    if (!best || each->second.intent < best->intent) best = each->second;
  }
  return best;
}

}  // namespace smsflow
