#include "classify/train_rows.h"

// From examples_data.S.
extern "C" const char smsflow_examples_begin[];
extern "C" const char smsflow_examples_end[];

namespace smsflow {

std::string_view built_in_examples() {
  return {smsflow_examples_begin,
          static_cast<std::size_t>(smsflow_examples_end - smsflow_examples_begin)};
}

}  // namespace smsflow
