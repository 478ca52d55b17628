#include "text/nearest.h"

#include <algorithm>
#include <cstddef>

#include "text/utf8.h"

namespace smsflow {
namespace {

// No key, verb or label is longer; a longer word is not a mistyped one, and the distance costs the
// product of the lengths.
constexpr std::size_t kLongestWord = 64;

std::u32string letters(std::string_view word) {
  std::u32string out;
  for (std::size_t at = 0; at < word.size();) out += next_code_point(word, at);
  return out;
}

// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
std::size_t distance(const std::u32string& left, const std::u32string& right) {
  std::vector<std::size_t> before(right.size() + 1);
  std::vector<std::size_t> previous(right.size() + 1);
  std::vector<std::size_t> current(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t cost = left[i - 1] == right[j - 1] ? 0 : 1;
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
    }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return previous[right.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.size() > 4 * kLongestWord) return "";
  const std::u32string wanted = letters(word);
  if (wanted.empty() || wanted.size() > kLongestWord) return "";
  std::size_t limit = wanted.size() <= 4 ? 1 : wanted.size() / 3;
  std::string best;
  bool found = false;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > 4 * kLongestWord) continue;
    const std::size_t far = distance(wanted, letters(candidate));
    if (far > limit || (found && far == limit)) continue;
    best = candidate;
    limit = far;
    found = true;
  }
  return best;
}

}  // namespace smsflow
