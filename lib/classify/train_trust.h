// From predictions on texts a model had not seen: how far to trust a score, and from where on to
// act.
#pragma once

#include <vector>

#include "classify/model.h"
#include "classify/train_rows.h"

namespace smsflow {

struct HeldOutScore {
  Model::Evidence evidence;
  const LabelledText* row = nullptr;
  bool right = false;
};

// Fills, for the labels that `header.of_people` leaves, trust, confidence, act_trust and act_lead
// of the header. `labels`: its label names.
void fit_trust(const std::vector<HeldOutScore>& scores, const std::vector<std::string>& labels,
               ModelHeader& header);

}  // namespace smsflow
