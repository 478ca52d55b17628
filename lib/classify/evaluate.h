// How well replies are read: through all layers, as a message would be, in the general labels
// (opt_out for stop; other for what a person must see because nothing fits).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "classify/classifier.h"
#include "classify/train_rows.h"

namespace smsflow {

struct PredictedText {
  const LabelledText* row = nullptr;
  std::string label;
  bool right = false;      // among the row's right labels
  bool automatic = false;  // acted on without a person
};

struct Tally {
  std::size_t rows = 0;
  std::size_t right = 0;
  std::size_t automatic = 0;
  std::size_t wrong_automatic = 0;
};

struct LabelTally {
  std::size_t rows = 0;
  std::size_t hits = 0;    // of the rows with this label, those read as right
  std::size_t misses = 0;  // the other ones
  std::size_t false_hits = 0;
  double precision() const;
  double recall() const;
  double f1() const;
};

struct Evaluation {
  Tally all;
  std::map<std::string, Tally> sources;
  std::map<std::string, LabelTally> labels;
  std::map<std::string, std::map<std::string, std::size_t>> confusion;  // label, then reading
  std::size_t out_of_scope = 0;                                         // rows labelled other
  std::size_t out_of_scope_acted = 0;

  double accuracy() const;
  double macro_f1() const;   // mean over the labels that rows have
  double coverage() const;   // share acted on without a person
  double precision() const;  // share right of those; 1 when there are none
  double wrong_per_1000() const;
};

// The general label of a verdict.
std::string general_label(const Verdict& verdict);
// Whether a general label may be acted on at all.
bool may_act(std::string_view general_label);

PredictedText read(const Classifier& classifier, const LabelledText& row);
Evaluation evaluate(const std::vector<PredictedText>& readings);

// The first `predicted` rows, those that may be trained on, each read by a model that has not seen
// its source. The rows after them only teach, as far as their source is not the one left out.
std::vector<PredictedText> read_leaving_out(const std::vector<LabelledText>& rows,
                                            std::size_t predicted);

// A figure by its name: accuracy, macro-f1, coverage, precision, wrong-per-1000,
// out-of-scope-acted. Error kUsage for another name.
double figure(const Evaluation& evaluation, std::string_view name);

// Conditions like "accuracy<0.7,precision<0.97"; those that hold. Error kUsage when one can't be
// read.
std::vector<std::string> failed_conditions(const Evaluation& evaluation,
                                           std::string_view conditions);

}  // namespace smsflow
