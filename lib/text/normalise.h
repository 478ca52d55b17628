// What people's thumbs type, made comparable: the one normal form that keywords, phrases and
// opt-out words are compared in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

// NFKC, case folded, marks removed (ARRÊT is arret), quotes straight, punctuation and emoji dropped
// (a lone thumbs-up or similar becomes its word, "thumbsup"), runs of spaces one space, "C." and
// "(c)" and " c " are "c". Letters spaced out ("S T O P") are joined. Bounded: only the first 2,000
// bytes count. Apostrophes inside words are dropped ("can't" is "cant").
std::string normalise(std::string_view text);

// `normalise`, and every run of three or more equal letters cut to one ("yesss" and "STOOOP").
std::string normalise_repeats(std::string_view text);

// The words of a normalised text.
std::vector<std::string_view> words(std::string_view normalised);

}  // namespace smsflow
