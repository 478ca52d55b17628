#include "classify/contact_level.h"

#include <fmt/format.h>

#include <optional>

#include "classify/carrier_words.h"
#include "classify/noise.h"
#include "classify/opt_out.h"
#include "classify/wrong_number.h"

namespace smsflow {
namespace {

std::optional<Verdict> carrier_word(const Utterance& utterance, CarrierWordKind kind) {
  const CarrierWord* word = find_carrier_word(utterance.core());
  if (word == nullptr || word->kind != kind) return std::nullopt;
  const bool start = kind == CarrierWordKind::kStart;
  Verdict verdict = by_rule(
      start ? "start" : "help", start ? Layer::kOptOut : Layer::kKeyword,
      fmt::format("{} word \"{}\" ({})", start ? "opt-in" : "help", word->word, word->language));
  verdict.language = word->language;
  return verdict;
}

std::optional<Verdict> exact_opt_out(const Utterance& utterance) {
  OptOut found = read_opt_out_word(utterance);
  if (found.verdict != OptOutVerdict::kYes) return std::nullopt;
  Verdict verdict = by_rule("stop", Layer::kOptOut, std::move(found.rule));
  verdict.ambiguous_opt_out = found.ambiguous;
  verdict.language = std::move(found.language);
  return verdict;
}

std::optional<Verdict> any_opt_out(const Utterance& utterance) {
  OptOut found = read_opt_out(utterance);
  if (found.verdict == OptOutVerdict::kNo) return std::nullopt;
  Verdict verdict = by_rule("stop", Layer::kOptOut, std::move(found.rule));
  verdict.suspected_opt_out = found.verdict == OptOutVerdict::kSuspected;
  verdict.automatic = !verdict.suspected_opt_out;
  verdict.language = std::move(found.language);
  return verdict;
}

std::optional<Verdict> by_reading(std::string_view label, Layer layer, std::string rule) {
  if (rule.empty()) return std::nullopt;
  return by_rule(std::string(label), layer, std::move(rule));
}

}  // namespace

Verdict by_rule(std::string label, Layer layer, std::string rule) {
  Verdict verdict;
  verdict.label = std::move(label);
  verdict.layer = layer;
  verdict.rule = std::move(rule);
  verdict.confidence = 1;
  verdict.automatic = true;
  return verdict;
}

// A tapback may quote our own "Reply STOP": only the words themselves come before it.
ContactLevel read_contact_level(const Utterance& utterance) {
  if (auto verdict = exact_opt_out(utterance)) return {*std::move(verdict), true};
  if (auto verdict = carrier_word(utterance, CarrierWordKind::kStart)) return {*std::move(verdict)};
  if (auto verdict = by_reading("noise", Layer::kNoise, read_noise(utterance))) {
    return {*std::move(verdict)};
  }
  if (auto verdict = any_opt_out(utterance)) return {*std::move(verdict)};
  if (auto verdict =
          by_reading("wrong_number", Layer::kWrongNumber, read_wrong_number(utterance))) {
    return {*std::move(verdict)};
  }
  if (auto verdict = carrier_word(utterance, CarrierWordKind::kHelp)) return {*std::move(verdict)};
  return {};
}

}  // namespace smsflow
