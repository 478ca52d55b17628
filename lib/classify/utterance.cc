#include "classify/utterance.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/normalise.h"

namespace smsflow {

Utterance::Utterance(std::string_view raw)
    : raw_(raw), plain_(normalise_repeats(raw)), words_(smsflow::words(plain_)) {}

void Utterance::try_rules() const {
  tried_ = true;
  matches_ = built_in_rules().find(words_);
  strip_politeness();
}

const std::vector<RuleMatch>& Utterance::matches() const {
  if (!tried_) try_rules();
  return matches_;
}

std::size_t Utterance::core_first() const {
  if (!tried_) try_rules();
  return core_first_;
}

std::size_t Utterance::core_end() const {
  if (!tried_) try_rules();
  return core_end_;
}

const RuleMatch* Utterance::find(std::string_view group, std::string_view kind) const {
  for (const RuleMatch& match : matches()) {
    if (match.rule->group != group) continue;
    if (kind.empty() ? match.rule->kind != "no" : match.rule->kind == kind) return &match;
  }
  return nullptr;
}

void Utterance::strip_politeness() const {
  core_end_ = words_.size();
  for (bool changed = true; changed;) {
    changed = false;
    for (const RuleMatch& match : matches_) {
      if (match.rule->group != "polite") continue;
      if (match.rule->kind == "lead" && match.first == core_first_ && match.end < core_end_) {
        core_first_ = match.end;
        changed = true;
      } else if (match.rule->kind == "trail" && match.end == core_end_ &&
                 match.first > core_first_) {
        core_end_ = match.first;
        changed = true;
      }
    }
  }
}

std::string_view Utterance::core() const {
  if (words_.size() <= 1) return plain_;
  if (core_first() >= core_end()) return plain_;
  const char* begin = words_[core_first_].data();
  const std::string_view last = words_[core_end_ - 1];
  return {begin, static_cast<std::size_t>(last.data() + last.size() - begin)};
}

std::string describe(std::string_view what, const Utterance& utterance, const RuleMatch& match) {
  const std::string_view first = utterance.words()[match.first];
  const std::string_view last = utterance.words()[match.end - 1];
  const std::string_view span(first.data(),
                              static_cast<std::size_t>(last.data() + last.size() - first.data()));
  return fmt::format("{} \"{}\" ({}, {}.tsv:{})", what, span, match.rule->language,
                     match.rule->group, match.rule->line);
}

}  // namespace smsflow
