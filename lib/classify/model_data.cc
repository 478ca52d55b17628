#include <cstddef>
#include <future>

#include "classify/classifier.h"
#include "classify/model.h"
#include "classify/rule_book.h"

// From model_data.S.
extern "C" const char smsflow_model_begin[];
extern "C" const char smsflow_model_end[];

namespace smsflow {

std::shared_ptr<const Model> built_in_model() {
  static const std::shared_ptr<const Model> model = [] {
    // A single reply waits for both, and either takes milliseconds.
    const std::future<void> rules = std::async(std::launch::async, [] { built_in_rules(); });
    return Model::parse(
        {smsflow_model_begin, static_cast<std::size_t>(smsflow_model_end - smsflow_model_begin)});
  }();
  return model;
}

}  // namespace smsflow
