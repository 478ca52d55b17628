// A message prepared once for all layers: its normal form, its words, and the rules they met. Rules
// are tried when first asked for: an exact word needs none. Not for use by two threads at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "classify/rule_book.h"

namespace smsflow {

class Utterance {
 public:
  // `raw` must outlive it.
  explicit Utterance(std::string_view raw);
  Utterance(const Utterance&) = delete;
  Utterance& operator=(const Utterance&) = delete;

  std::string_view raw() const { return raw_; }
  // The normal form, runs of three equal letters cut to one.
  const std::string& plain() const { return plain_; }
  const std::vector<std::string_view>& words() const { return words_; }
  // As RuleBook::find() of the built-in rules.
  const std::vector<RuleMatch>& matches() const;

  // The first match of this group and kind ("" is any kind but "no"), or null.
  const RuleMatch* find(std::string_view group, std::string_view kind = {}) const;

  // The message without what politeness puts around it ("ok C thanks" is "c"); the whole message
  // when nothing else is left.
  std::string_view core() const;
  // Words [first, end) of the core.
  std::size_t core_first() const;
  std::size_t core_end() const;

 private:
  void try_rules() const;
  void strip_politeness() const;

  std::string_view raw_;
  std::string plain_;
  std::vector<std::string_view> words_;
  mutable bool tried_ = false;
  mutable std::vector<RuleMatch> matches_;
  mutable std::size_t core_first_ = 0;
  mutable std::size_t core_end_ = 0;
};

// "opt-out phrase "stop texting me" (en, opt_out.tsv:31)".
std::string describe(std::string_view what, const Utterance& utterance, const RuleMatch& match);

}  // namespace smsflow
