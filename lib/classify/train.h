// Learning a model from labelled texts. The same rows in the same order give the same bytes.
#pragma once

#include <string>
#include <vector>

#include "classify/train_rows.h"

namespace smsflow {

// A model that has not seen some rows, with thresholds that do not know them either.
struct HeldOutModel {
  std::vector<std::size_t> rows;  // indices of the rows held out
  std::string bytes;
};

// One model for each source, trained on all other sources. A source that alone knows a label is
// held out a quarter at a time. Rows that may not be trained on are left out altogether.
std::vector<HeldOutModel> train_leaving_out(const std::vector<LabelledText>& rows);

// The bytes of a model (Model::parse). Where it acts is decided on rows it had not seen, one source
// held out at a time. Error kBadInput when there are less than two labels or more than 24.
std::string train(const std::vector<LabelledText>& rows);

}  // namespace smsflow
