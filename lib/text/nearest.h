// "Did you mean": the candidate nearest to a mistyped word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

// The candidate with the smallest Damerau-Levenshtein distance, or "" when none is near enough
// (distance over 1 for words up to 4 letters, over a third of the length otherwise).
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace smsflow
