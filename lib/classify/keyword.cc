#include "classify/keyword.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "text/diagnostic.h"
#include "text/normalise.h"

namespace smsflow {
namespace {

// "one" is 1, in English and Spanish.
std::string_view digits_of(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kNumbers = {{
      {"one", "1"},  {"two", "2"},   {"three", "3"}, {"four", "4"},   {"five", "5"},
      {"six", "6"},  {"seven", "7"}, {"eight", "8"}, {"nine", "9"},   {"zero", "0"},
      {"uno", "1"},  {"dos", "2"},   {"tres", "3"},  {"cuatro", "4"}, {"cinco", "5"},
      {"seis", "6"}, {"siete", "7"}, {"ocho", "8"},  {"nueve", "9"},  {"cero", "0"},
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
      hits_.emplace(normalise_repeats(keyword),
                    Hit{&intent, fmt::format("keyword {} ({})", keyword, render(intent.place))});
    }
  }
}

const KeywordTable::Hit* KeywordTable::find(const Utterance& utterance, const State& state) const {
  if (hits_.empty()) return nullptr;
  if (const Hit* whole = find_text(utterance.plain(), state)) return whole;
  const std::string_view core = without_echo(utterance.core());
  if (core != utterance.plain()) {
    if (const Hit* hit = find_text(core, state)) return hit;
  }
  const std::string_view digits = digits_of(core);
  return digits.empty() ? nullptr : find_text(digits, state);
}

const KeywordTable::Hit* KeywordTable::find_text(std::string_view text, const State& state) const {
  const auto [begin, end] = hits_.equal_range(std::string(text));
  const Hit* best = nullptr;
  for (auto each = begin; each != end; ++each) {
    const Hit& hit = each->second;
    if (!state.on.contains(hit.intent->name)) continue;
    if (best == nullptr || hit.intent < best->intent) best = &hit;
  }
  return best;
}

}  // namespace smsflow
