// A message while it is decided about: prepared once, and read once for each question, by however
// many layers and stations look at it.
#pragma once

#include <deque>
#include <optional>
#include <string_view>

#include "classify/classifier.h"
#include "classify/contact_level.h"
#include "classify/utterance.h"

namespace smsflow {

class Reading {
 public:
  // `text` must outlive it.
  explicit Reading(std::string_view text) : utterance_(text) {}

  const Utterance& utterance() const { return utterance_; }
  const ContactLevel& contact_level() const;
  // ContactLevel::is_exact_opt_out alone, which takes less.
  bool is_exact_opt_out() const;
  // As Classifier::classify(). What the question points to must outlive it, too.
  const Verdict& verdict(const Classifier& classifier, const Question& question);

 private:
  struct Known {
    const Classifier* classifier = nullptr;
    Question question;
    Verdict verdict;
  };
  Utterance utterance_;
  mutable std::optional<ContactLevel> contact_level_;
  std::deque<Known> known_;  // a reference into it stays valid
};

}  // namespace smsflow
