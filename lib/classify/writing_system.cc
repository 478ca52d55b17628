#include "classify/writing_system.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "text/utf8.h"

namespace smsflow {
namespace {

struct Range {
  char32_t first;
  char32_t last;
  std::string_view name;
};

// Blocks of the writing systems most likely in a text message (Unicode 15, Blocks.txt); what is in
// none of them and not Latin is "other".
constexpr std::array<Range, 16> kRanges = {{
    {0x0370, 0x03FF, "Greek"},
    {0x0400, 0x052F, "Cyrillic"},
    {0x0530, 0x058F, "Armenian"},
    {0x0590, 0x05FF, "Hebrew"},
    {0x0600, 0x077F, "Arabic"},
    {0x0900, 0x097F, "Devanagari"},
    {0x0980, 0x09FF, "Bengali"},
    {0x0A00, 0x0DFF, "Indic"},
    {0x0E00, 0x0E7F, "Thai"},
    {0x10A0, 0x10FF, "Georgian"},
    {0x1100, 0x11FF, "Hangul"},
    {0x1200, 0x137F, "Ethiopic"},
    {0x3040, 0x30FF, "Japanese"},
    {0x3400, 0x9FFF, "Han"},
    {0xAC00, 0xD7AF, "Hangul"},
    {0x20000, 0x3FFFF, "Han"},
}};

bool is_latin(char32_t c) {
  return c <= 0x02FF || (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x2C60 && c <= 0x2C7F) ||
         (c >= 0xA720 && c <= 0xA7FF);
}

std::string_view writing_system_of(char32_t c) {
  for (const Range& range : kRanges) {
    if (c >= range.first && c <= range.last) return range.name;
  }
  return "other";
}

}  // namespace

std::string_view foreign_writing_system(std::string_view normalised) {
  const bool ascii = std::all_of(normalised.begin(), normalised.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return {};
  std::size_t latin = 0;
  std::size_t foreign = 0;
  bool latin_in_word = false;
  bool foreign_in_word = false;
  bool mixed = false;
  std::string_view system;
  for (std::size_t i = 0; i < normalised.size();) {
    const char32_t c = next_code_point(normalised, i);
    if (c == U' ') {
      latin_in_word = foreign_in_word = false;
    } else if (!is_latin(c)) {
      ++foreign;
      foreign_in_word = true;
      if (system.empty()) system = writing_system_of(c);
    } else if (c < U'0' || c > U'9') {
      ++latin;
      latin_in_word = true;
    }
    mixed = mixed || (latin_in_word && foreign_in_word);
  }
  return mixed || (foreign > 0 && foreign * 3 >= latin + foreign) ? system : std::string_view();
}

}  // namespace smsflow
