// Labelled texts made ready to learn from: the same reply also without marks and capitals, with a
// slip of the thumb, and without its question, weighed so that rare labels are heard.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "classify/lexicon.h"
#include "classify/train_rows.h"
#include "classify/train_solver.h"

namespace smsflow {

inline constexpr int kTrainedRowBits = 17;

// `rows`: indices into `all`. `labels`: the columns of the target.
std::vector<TrainingExample> training_examples(const std::vector<LabelledText>& all,
                                               const std::vector<std::size_t>& rows,
                                               const std::vector<std::string>& labels,
                                               const Lexicon& lexicon);

}  // namespace smsflow
