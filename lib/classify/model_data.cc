#include <cstddef>

#include "classify/classifier.h"
#include "classify/model.h"

// From model_data.S.
extern "C" const char smsflow_model_begin[];
extern "C" const char smsflow_model_end[];

namespace smsflow {

std::shared_ptr<const Model> built_in_model() {
  static const std::shared_ptr<const Model> model = Model::parse(
      {smsflow_model_begin, static_cast<std::size_t>(smsflow_model_end - smsflow_model_begin)});
  return model;
}

}  // namespace smsflow
