#include "text/spelled_out.h"

#include <cstddef>
#include <string_view>
#include <vector>

#include "text/normalise.h"

namespace smsflow {
namespace {

bool is_letter(std::string_view word) {
  return word.size() == 1 && word[0] >= 'a' && word[0] <= 'z';
}

// Where a run of single letters that starts at `first` ends. A letter repeated is emphasis.
std::size_t spelled_until(const std::vector<std::string_view>& all, std::size_t first) {
  std::size_t end = first;
  bool varied = false;
  while (end < all.size() && is_letter(all[end])) {
    varied = varied || all[end] != all[first];
    ++end;
  }
  return varied ? end : first + (end > first ? 1 : 0);
}

// Whether two single characters follow each other: seldom true, so the rest is seldom paid for.
bool may_spell(std::string_view text) {
  if (text.size() >= 4 && text[1] == ' ' && text[3] == ' ') return true;
  for (std::size_t i = 0; i + 4 < text.size(); ++i) {
    if (text[i] == ' ' && text[i + 2] == ' ' && text[i + 4] == ' ') return true;
  }
  return false;
}

}  // namespace

std::string join_spelled_out(std::string text) {
  if (!may_spell(text)) return text;
  const std::vector<std::string_view> all = words(text);
  std::string out;
  for (std::size_t i = 0; i < all.size();) {
    if (!out.empty()) out += ' ';
    const std::size_t end = spelled_until(all, i);
    if (end - i >= 4 || (end - i == 3 && all.size() == 3)) {
      while (i < end) out += all[i++];
    } else {
      out += all[i++];
    }
  }
  return out;
}

}  // namespace smsflow
