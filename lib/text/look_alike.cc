#include "text/look_alike.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "text/utf8.h"

namespace smsflow {
namespace {

struct LookAlike {
  char32_t letter;  // small: case was folded, though the capitals may be what looks alike
  char latin;
};

constexpr std::array<LookAlike, 33> kLookAlikes = {{
    {U'\u03B1', 'a'}, {U'\u03B2', 'b'}, {U'\u03B5', 'e'}, {U'\u03B6', 'z'}, {U'\u03B7', 'h'},
    {U'\u03B9', 'i'}, {U'\u03BA', 'k'}, {U'\u03BC', 'm'}, {U'\u03BD', 'n'}, {U'\u03BF', 'o'},
    {U'\u03C1', 'p'}, {U'\u03C4', 't'}, {U'\u03C5', 'y'}, {U'\u03C7', 'x'}, {U'\u0430', 'a'},
    {U'\u0432', 'b'}, {U'\u0435', 'e'}, {U'\u043A', 'k'}, {U'\u043C', 'm'}, {U'\u043D', 'h'},
    {U'\u043E', 'o'}, {U'\u0440', 'p'}, {U'\u0441', 'c'}, {U'\u0442', 't'}, {U'\u0443', 'y'},
    {U'\u0445', 'x'}, {U'\u0455', 's'}, {U'\u0456', 'i'}, {U'\u0458', 'j'}, {U'\u04BB', 'h'},
    {U'\u04CF', 'l'}, {U'\u0501', 'd'}, {U'\u051B', 'q'},
}};

// 0 when it looks like none.
char latin_like(char32_t c) {
  const auto found = std::find_if(kLookAlikes.begin(), kLookAlikes.end(),
                                  [c](const LookAlike& each) { return each.letter == c; });
  return found == kLookAlikes.end() ? '\0' : found->latin;
}

// The word in Latin letters; empty when it is no Latin word with look-alikes.
std::string as_latin(std::string_view word) {
  std::string result;
  bool latin = false;
  bool foreign = false;
  for (std::size_t i = 0; i < word.size();) {
    const char32_t c = next_code_point(word, i);
    if (c < 0x80) {
      latin = latin || (c >= U'a' && c <= U'z');
      result += static_cast<char>(c);
      continue;
    }
    const char like = latin_like(c);
    if (like == '\0') return {};
    foreign = true;
    result += like;
  }
  return latin && foreign ? result : std::string();
}

}  // namespace

std::string latin_look_alikes(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(text.begin(), text.end(), is_ascii)) return {};
  std::string result;
  bool changed = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(text.find(' ', i), text.size());
    const std::string_view word = text.substr(i, end - i);
    const std::string latin = as_latin(word);
    changed = changed || !latin.empty();
    result += latin.empty() ? word : std::string_view(latin);
    if (end < text.size()) result += ' ';
    i = end + 1;
  }
  return changed ? result : std::string();
}

}  // namespace smsflow
