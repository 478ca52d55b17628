// Wordings that decide by themselves: a workflow's own phrases and those everybody uses
// (data/phrases.tsv). A message made of such pieces and politeness means their intent:
//
//   "ok sounds good, see you then"   confirm
//   "yes, but can we do 4 instead?"  a question or the wish behind it, never a confirmation
//   "not sure", "no problem"         nothing of "sure" or "no"
//
// An example of the workflow means its intent when it is the whole message.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "classify/utterance.h"
#include "workflow/workflow.h"

namespace smsflow {

struct PhraseHit {
  std::string intent;
  std::string rule;  // phrase "see you then" (workflows/a.toml:31:12)
};

class PhraseBook {
 public:
  // `workflow` may be null (built-in phrases only) and must outlive the book.
  explicit PhraseBook(const Workflow* workflow);
  ~PhraseBook();
  PhraseBook(PhraseBook&&) noexcept;

  // The whole message is made of phrases. "Great" and "ok" confirm only when something was asked.
  std::optional<PhraseHit> read_whole(const Utterance& utterance, bool asked) const;
  // A phrase of three words or more stands out in a short message without a "not", "but" or "?"; or
  // a question follows an answer.
  std::optional<PhraseHit> read_within(const Utterance& utterance) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smsflow
