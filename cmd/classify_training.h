// `smsflow classify --train` and `--eval`: files to rows, rows to a model file or to figures.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace smsflow {

struct TrainingPlan {
  std::vector<std::string> files;
  bool examples = false;  // and the replies written for this project
  std::string out;        // where the model goes
};

// Trains and tells `err` what it did. Returns an exit status.
int run_training(const TrainingPlan& plan, std::ostream& err);

struct EvaluationPlan {
  std::string file;        // the labelled texts to be read, by all layers
  std::string model_file;  // empty: the model that ships
  bool loso = false;       // instead each source is read by a model trained on the other sources
  std::vector<std::string> also_train;  // and on these, with `loso`
  std::string fail_on;                  // conditions (classify/evaluate.h)
  bool json = false;
};

// Prints how well the texts are read. Returns an exit status, kAnswerIsNo when a condition holds.
int run_evaluation(const EvaluationPlan& plan, std::ostream& out);

}  // namespace smsflow
