// The model that reads replies, from a file.
#pragma once

#include <memory>
#include <string>

#include "classify/model.h"

namespace smsflow {

// Of the file that `smsflow classify --train` wrote; the model that ships when `file` is empty.
// Error kBadInput when it cannot be read or is broken.
std::shared_ptr<const Model> load_model(const std::string& file);

}  // namespace smsflow
