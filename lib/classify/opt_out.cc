#include "classify/opt_out.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

#include "classify/carrier_words.h"
#include "classify/typo.h"
#include "text/look_alike.h"

namespace smsflow {
namespace {

constexpr std::size_t kShortestForeign = 6;
constexpr std::size_t kShortestSlip = 4;  // of END every slip is a word
constexpr std::size_t kLongestMended = 12;
constexpr std::size_t kTwoSlips = 8;  // letters of a word in which is_slip() allows two

std::string upper(std::string_view word) {
  std::string out(word);
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

bool is_opt_out(const CarrierWord* word) {
  return word != nullptr &&
         (word->kind == CarrierWordKind::kStop || word->kind == CarrierWordKind::kAmbiguous);
}

OptOut by_word(const CarrierWord& word, std::string_view how) {
  OptOut result;
  result.verdict = OptOutVerdict::kYes;
  result.ambiguous = word.kind == CarrierWordKind::kAmbiguous;
  result.language = word.language;
  result.rule = fmt::format("opt-out word {} ({}{})", upper(word.word), word.language, how);
  return result;
}

// "stop stop", "stop unsubscribe end": opt-out words only, one of them unambiguous.
const CarrierWord* several_words(const Utterance& utterance) {
  if (utterance.words().size() < 2) return nullptr;
  const CarrierWord* certain = nullptr;
  for (std::size_t i = utterance.core_first(); i < utterance.core_end(); ++i) {
    const CarrierWord* word = find_carrier_word(utterance.words()[i]);
    if (!is_opt_out(word)) return nullptr;
    if (word->kind == CarrierWordKind::kStop) certain = word;
  }
  return certain;
}

std::string without_spaces(std::string_view text) {
  std::string out(text);
  out.erase(std::remove(out.begin(), out.end(), ' '), out.end());
  return out;
}

OptOut by_slip(const Utterance& utterance) {
  const std::string_view core = utterance.core();
  if (core.find(' ') != std::string_view::npos || core.size() > 24) return {};
  if (find_carrier_word(core) != nullptr || core.size() < kShortestSlip - 1) return {};
  for (const CarrierWord& each : carrier_words()) {
    if (each.kind != CarrierWordKind::kStop && each.kind != CarrierWordKind::kAmbiguous) continue;
    // Short words of other languages have too many neighbours ("sir" is near to "sair").
    if (each.word.size() < (each.language == "en" ? kShortestSlip : kShortestForeign) ||
        each.word.find(' ') != std::string_view::npos)
      continue;
    if (!is_slip(core, each.word)) continue;
    OptOut result = by_word(each, ", mistyped");
    if (result.ambiguous) result.verdict = OptOutVerdict::kSuspected;
    return result;
  }
  return {};
}

// The words that opt-outs are made of, and which of a mistyped message are put right.
constexpr std::array<std::string_view, 7> kMendable = {
    "stop", "remove", "unsubscribe", "texting", "messaging", "contacting", "delete"};

// Outside of what a "no" rule explains, these leave the suspicion standing.
constexpr std::array<std::string_view, 18> kTelling = {
    "stop",        "text",    "texts", "texting", "message", "messages",
    "messaging",   "sms",     "list",  "number",  "contact", "remove",
    "unsubscribe", "consent", "quit",  "spam",    "opt",     "block"};

// Which letters a word has.
constexpr std::uint32_t letters(std::string_view word) {
  std::uint32_t result = 0;
  for (const char c : word) {
    if (c >= 'a' && c <= 'z') result |= 1U << (c - 'a');
  }
  return result;
}

// Nearly all words lack too many of the letters for is_slip() to be asked.
bool lacks_more_than(std::size_t slips, std::uint32_t typed, std::uint32_t meant) {
  std::uint32_t missing = meant & ~typed;
  for (; slips > 0; --slips) missing &= missing - 1;
  return missing != 0;
}

// The word that was meant; the word itself when it is no slip.
std::string_view meant_by(std::string_view word) {
  static constexpr auto kLettersOf = [] {
    std::array<std::uint32_t, kMendable.size()> result{};
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = letters(kMendable[i]);
    return result;
  }();
  if (word.size() < kShortestSlip - 1) return word;
  const std::uint32_t typed = letters(word);
  for (std::size_t i = 0; i < kMendable.size(); ++i) {
    const std::size_t slips = kMendable[i].size() < kTwoSlips ? 1 : 2;
    if (!lacks_more_than(slips, typed, kLettersOf[i]) && is_slip(word, kMendable[i]) &&
        find_carrier_word(word) == nullptr) {
      return kMendable[i];
    }
  }
  return word;
}

// The message with its slips of those words put right; empty when there are none.
std::string mended(const Utterance& utterance) {
  const auto& words = utterance.words();
  const auto is_mistyped = [](std::string_view word) { return meant_by(word) != word; };
  if (std::none_of(words.begin(), words.end(), is_mistyped)) return {};
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ' ';
    text += meant_by(word);
  }
  return text;
}

OptOut by_phrase(const Utterance& utterance) {
  OptOut result;
  if (const RuleMatch* match = utterance.find("opt_out", "yes")) {
    result.verdict = OptOutVerdict::kYes;
    result.rule = describe("opt-out phrase", utterance, *match);
  } else if (const RuleMatch* maybe = utterance.find("opt_out", "maybe")) {
    result.verdict = OptOutVerdict::kSuspected;
    result.rule = describe("suspected opt-out", utterance, *maybe);
  }
  return result;
}

OptOut by_mended_phrase(const Utterance& utterance) {
  const std::size_t count = utterance.words().size();
  if (count < 2 || count > kLongestMended) return {};
  const std::string text = mended(utterance);
  if (text.empty()) return {};
  OptOut result = by_phrase(Utterance(text));
  if (result.verdict != OptOutVerdict::kNo) result.rule += ", mistyped";
  return result;
}

}  // namespace

OptOut read_opt_out_word(const Utterance& utterance) {
  const CarrierWord* whole = find_carrier_word(utterance.plain());
  if (is_opt_out(whole)) return by_word(*whole, "");
  const CarrierWord* core = find_carrier_word(utterance.core());
  if (is_opt_out(core) && core->kind == CarrierWordKind::kStop) return by_word(*core, "");
  if (const CarrierWord* word = several_words(utterance)) return by_word(*word, "");
  return {};
}

OptOut read_opt_out(const Utterance& utterance) {
  OptOut exact = read_opt_out_word(utterance);
  if (exact.verdict != OptOutVerdict::kNo) return exact;
  if (utterance.words().size() <= 2) {
    const std::string joined = without_spaces(utterance.plain());
    const CarrierWord* split = find_carrier_word(joined);
    if (is_opt_out(split) && split->kind == CarrierWordKind::kStop) return by_word(*split, "");
  }
  OptOut phrase = by_phrase(utterance);
  if (phrase.verdict == OptOutVerdict::kYes) return phrase;
  OptOut slip = by_slip(utterance);
  if (slip.verdict != OptOutVerdict::kNo) return slip;
  if (phrase.verdict != OptOutVerdict::kNo) return phrase;
  const std::string latin = latin_look_alikes(utterance.plain());
  if (!latin.empty()) return read_opt_out(Utterance(latin));
  return by_mended_phrase(utterance);
}

bool says_stop_of_something_else(const Utterance& utterance) {
  if (utterance.find("opt_out", "no") == nullptr) return false;
  for (std::size_t i = 0; i < utterance.words().size(); ++i) {
    const std::string_view word = utterance.words()[i];
    if (std::find(kTelling.begin(), kTelling.end(), word) == kTelling.end()) continue;
    const auto explained = [i](const RuleMatch& match) {
      return match.rule->group == "opt_out" && match.rule->kind == "no" && match.first <= i &&
             i < match.end;
    };
    if (std::none_of(utterance.matches().begin(), utterance.matches().end(), explained)) {
      return false;
    }
  }
  return true;
}

}  // namespace smsflow
