// Reads a reply: opt-out first, then wrong numbers and noise, the exact keywords of the open
// question, phrases, nets that force a person, the model, and else a person. Pure and immutable:
// the same text in the same question has the same verdict on every machine.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "classify/verdict.h"
#include "workflow/load.h"
#include "workflow/workflow.h"

namespace smsflow {

class Model;    // classify/model.h
class Reading;  // classify/reading.h

// What the contact was asked, as far as known.
struct Question {
  std::string_view state;    // state of the workflow; empty: none is open
  std::string_view context;  // the question's words; empty: unknown
  bool operator==(const Question&) const = default;
};

class Classifier {
 public:
  // `workflow` may be null (general labels only) and must outlive the classifier. `model` may be
  // null: then the layer is skipped.
  Classifier(const Workflow* workflow, std::shared_ptr<const Model> model);
  ~Classifier();
  Classifier(Classifier&&) noexcept;

  // All layers. `explain` fills Verdict::features.
  Verdict classify(std::string_view text, const Question& question, bool explain = false) const;
  Verdict classify(const Reading& reading, const Question& question, bool explain = false) const;

  // Names rules, model and workflow words in force: kept in the log beside each verdict.
  const std::string& revision() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// For the workflow checker.
const ReservedWords& reserved_words();

// The model that ships with the binary; null while none does.
std::shared_ptr<const Model> built_in_model();

}  // namespace smsflow
