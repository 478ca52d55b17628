#include <cstddef>

#include "classify/lexicon.h"

// From lexicon_data.S.
extern "C" const char smsflow_lexicon_begin[];
extern "C" const char smsflow_lexicon_end[];

namespace smsflow {

std::string_view built_in_lexicon() {
  return {smsflow_lexicon_begin,
          static_cast<std::size_t>(smsflow_lexicon_end - smsflow_lexicon_begin)};
}

}  // namespace smsflow
