#include "text/segment.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "text/utf8.h"

namespace smsflow {
namespace {

struct Limits {
  int alone;  // units of a text that fits one message
  int part;   // units of each part of a longer one, after the concatenation header
};
constexpr Limits kGsm7Limits{160, 153};
constexpr Limits kUcs2Limits{70, 67};

// TS 23.038 6.2.1, without what ASCII has too. The cedilla of 0x09 is the capital one.
constexpr std::array<char32_t, 39> kBasicBeyondAscii = {
    0x00A1, 0x00A3, 0x00A4, 0x00A5, 0x00A7, 0x00BF, 0x00C4, 0x00C5, 0x00C6, 0x00C7,
    0x00C9, 0x00D1, 0x00D6, 0x00D8, 0x00DC, 0x00DF, 0x00E0, 0x00E4, 0x00E5, 0x00E6,
    0x00E8, 0x00E9, 0x00EC, 0x00F1, 0x00F2, 0x00F6, 0x00F8, 0x00F9, 0x00FC, 0x0393,
    0x0394, 0x0398, 0x039B, 0x039E, 0x03A0, 0x03A3, 0x03A6, 0x03A8, 0x03A9};

constexpr std::u32string_view kExtension = U"\f[\\]^{|}~\u20AC";

constexpr int septets_of_ascii(char32_t c) {
  if (kExtension.find(c) != std::u32string_view::npos) return 2;
  if (c == '\n' || c == '\r') return 1;
  return c >= ' ' && c != '`' && c != 0x7F ? 1 : 0;
}

constexpr std::array<std::uint8_t, 0x80> kAsciiSeptets = [] {
  std::array<std::uint8_t, 0x80> septets{};
  for (char32_t c = 0; c < septets.size(); ++c) {
    septets[c] = static_cast<std::uint8_t>(septets_of_ascii(c));
  }
  return septets;
}();

// 1 for the default alphabet, 2 for its extension (an escape comes before), 0 for neither.
int septets_of(char32_t c) {
  if (c < kAsciiSeptets.size()) return kAsciiSeptets[c];
  if (kExtension.find(c) != std::u32string_view::npos) return 2;
  return std::binary_search(kBasicBeyondAscii.begin(), kBasicBeyondAscii.end(), c) ? 1 : 0;
}

int utf16_units_of(char32_t c) {
  return c < 0x10000 ? 1 : 2;
}

// Puts pieces that must stay whole one after the other into parts.
class Parts {
 public:
  explicit Parts(int size) : size_(size) {}
  void put(int units) {
    if (count_ == 0 || used_ + units > size_) {
      ++count_;
      used_ = 0;
    }
    used_ += units;
  }
  int count() const { return count_; }

 private:
  int size_;
  int count_ = 0;
  int used_ = 0;
};

int gsm7_parts(std::string_view text) {
  Parts parts(kGsm7Limits.part);
  for (std::size_t at = 0; at < text.size();) parts.put(septets_of(next_code_point(text, at)));
  return parts.count();
}

int ucs2_parts_by_unit(std::string_view text) {
  Parts parts(kUcs2Limits.part);
  for (std::size_t at = 0; at < text.size();) parts.put(utf16_units_of(next_code_point(text, at)));
  return parts.count();
}

// A break within CR LF is allowed: no carrier library keeps the two together.
bool breaks_between(char32_t before, char32_t after, utf8proc_int32_t& state) {
  const bool broken = utf8proc_grapheme_break_stateful(
      static_cast<utf8proc_int32_t>(before), static_cast<utf8proc_int32_t>(after), &state);
  return broken || (before == '\r' && after == '\n');
}

int ucs2_parts_by_grapheme(std::string_view text) {
  Parts parts(kUcs2Limits.part);
  utf8proc_int32_t state = 0;
  char32_t before = 0;
  int cluster = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const int units = utf16_units_of(c);
    // A cluster longer than a part can't stay whole for anybody.
    const bool ends =
        cluster > 0 && (breaks_between(before, c, state) || cluster + units > kUcs2Limits.part);
    if (ends) {
      parts.put(cluster);
      cluster = 0;
    }
    cluster += units;
    before = c;
  }
  if (cluster > 0) parts.put(cluster);
  return parts.count();
}

}  // namespace

Segmentation segment(std::string_view text, Cut cut) {
  Segmentation out;
  int utf16_units = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    const int septets = septets_of(c);
    if (septets == 0 && out.encoding == Encoding::kGsm7) {
      out.encoding = Encoding::kUcs2;
      out.first_foreign = begin;
    }
    out.units += septets;
    utf16_units += utf16_units_of(c);
  }
  const bool gsm7 = out.encoding == Encoding::kGsm7;
  if (!gsm7) out.units = utf16_units;
  if (out.units <= (gsm7 ? kGsm7Limits : kUcs2Limits).alone) {
    out.segments = text.empty() ? 0 : 1;
  } else if (gsm7) {
    out.segments = gsm7_parts(text);
  } else {
    out.segments = cut == Cut::kGrapheme ? ucs2_parts_by_grapheme(text) : ucs2_parts_by_unit(text);
  }
  return out;
}

}  // namespace smsflow
