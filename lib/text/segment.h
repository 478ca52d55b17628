// How a text travels: its encoding and the segments it is billed and throttled by.
// 3GPP TS 23.038 (GSM 7-bit default alphabet and extension table) and TS 23.040 (concatenation,
// 8-bit reference: 153 septets or 67 UTF-16 units per part).
#pragma once

#include <cstddef>
#include <string_view>

namespace smsflow {

enum class Encoding { kGsm7, kUcs2 };

// What is never cut in two at a part's end. Twilio keeps grapheme clusters whole, most others only
// surrogate pairs and escape pairs.
enum class Cut { kGrapheme, kUnit };

struct Segmentation {
  Encoding encoding = Encoding::kGsm7;
  int segments = 0;  // 0 for an empty text
  int units = 0;     // septets (GSM-7) or UTF-16 code units (UCS-2)
  std::size_t first_foreign = std::string_view::npos;  // byte of the first non-GSM character
};

// `text` is well-formed UTF-8.
Segmentation segment(std::string_view text, Cut cut = Cut::kGrapheme);

}  // namespace smsflow
