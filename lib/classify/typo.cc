#include "classify/typo.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace smsflow {
namespace {

constexpr std::size_t kLongWord = 8;
constexpr std::size_t kMayLoseFirst = 6;
constexpr std::size_t kLongest = 24;

// Keys that touch each other on a phone's QWERTY board, digits row included.
constexpr std::array<std::string_view, 26> kNeighbours = {
    "qwsz",   "vghn",   "xdfv",   "serfcx", "wsdr34", "drtgvc", "ftyhbv", "gyujnb", "ujko89",
    "huikmn", "jiolm",  "kop",    "njk",    "bhjm",   "iklp90", "ol0",    "wa12",   "edft45",
    "awedxz", "rfgy56", "yhji78", "cfgb",   "qase23", "zsdc",   "tghu67", "asx"};

bool is_beside(char typed, char meant) {
  if (meant < 'a' || meant > 'z') return false;
  return kNeighbours[static_cast<std::size_t>(meant - 'a')].find(typed) != std::string_view::npos;
}

// Both differ first at `at`; the rest decides.
bool is_one_slip(std::string_view typed, std::string_view meant, std::size_t at) {
  const std::string_view typed_rest = typed.substr(at);
  const std::string_view meant_rest = meant.substr(at);
  if (typed.size() == meant.size()) {
    if (typed_rest.substr(1) == meant_rest.substr(1)) return is_beside(typed[at], meant[at]);
    return typed_rest.size() >= 2 && typed_rest[0] == meant_rest[1] &&
           typed_rest[1] == meant_rest[0] && typed_rest.substr(2) == meant_rest.substr(2);
  }
  if (typed.size() + 1 == meant.size())
    return (at > 0 || meant.size() >= kMayLoseFirst) && typed_rest == meant_rest.substr(1);
  // One key too many: the same twice, or a neighbour of the key before or after it.
  if (typed_rest.substr(1) != meant_rest) return false;
  const char extra = typed[at];
  const bool before = at > 0 && (extra == meant[at - 1] || is_beside(extra, meant[at - 1]));
  return before || (at < meant.size() && is_beside(extra, meant[at]));
}

// Levenshtein distance of at most 2.
bool is_within_two(std::string_view left, std::string_view right) {
  if (std::max(left.size(), right.size()) > kLongest) return false;
  std::array<std::size_t, kLongest + 1> row{};
  for (std::size_t i = 0; i <= right.size(); ++i) row[i] = i;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t above = row[j];
      const std::size_t change = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
      row[j] = std::min({above + 1, row[j - 1] + 1, change});
      diagonal = above;
    }
  }
  return row[right.size()] <= 2;
}

}  // namespace

bool is_slip(std::string_view typed, std::string_view meant) {
  if (typed == meant || typed.empty() || meant.empty()) return false;
  const std::size_t longer = std::max(typed.size(), meant.size());
  if (longer - std::min(typed.size(), meant.size()) > 2) return false;
  if (meant.size() >= kLongWord) return is_within_two(typed, meant);
  if (longer - std::min(typed.size(), meant.size()) > 1) return false;
  std::size_t at = 0;
  while (at < std::min(typed.size(), meant.size()) && typed[at] == meant[at]) ++at;
  return is_one_slip(typed, meant, at);
}

}  // namespace smsflow
