// Where a byte of a string's value stands in its file, through the quotes, escapes and line breaks
// of TOML 1.0 (basic, literal and multi-line strings).
#pragma once

#include <cstddef>
#include <string_view>

#include "text/diagnostic.h"

namespace smsflow {

// `value` is the place of the opening quote in `source`. For an offset that cannot be followed it
// is the value's own place.
Place text_place(std::string_view source, const Place& value, std::size_t offset);

}  // namespace smsflow
