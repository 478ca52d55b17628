#include "classify/reading.h"

#include "classify/opt_out.h"

namespace smsflow {

const ContactLevel& Reading::contact_level() const {
  if (!contact_level_) contact_level_ = read_contact_level(utterance_);
  return *contact_level_;
}

bool Reading::is_exact_opt_out() const {
  return contact_level_ ? contact_level_->is_exact_opt_out
                        : read_opt_out_word(utterance_).verdict == OptOutVerdict::kYes;
}

const Verdict& Reading::verdict(const Classifier& classifier, const Question& question) {
  for (const Known& one : known_) {
    if (one.classifier == &classifier && one.question == question) return one.verdict;
  }
  return known_.emplace_back(Known{&classifier, question, classifier.classify(*this, question)})
      .verdict;
}

}  // namespace smsflow
