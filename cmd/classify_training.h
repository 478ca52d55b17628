// `smsflow classify --train` and `--eval`: files to rows, rows to a model file or to figures.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace smsflow {

// Trains from labelled files and writes the model to `out`; tells `err` what it did. Returns an
// exit status.
int run_training(const std::vector<std::string>& files, const std::string& out, std::ostream& err);

// Prints how well the labelled texts of `file` are read by all layers. `model_file` empty: the
// model that ships. `loso`: instead each source is read by a model trained on the other sources.
// `fail_on`: conditions (classify/evaluate.h); kAnswerIsNo when one holds. Returns an exit status.
int run_evaluation(const std::string& file, const std::string& model_file, bool loso,
                   const std::string& fail_on, bool json, std::ostream& out);

}  // namespace smsflow
