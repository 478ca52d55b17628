// Letters of other scripts that look like Latin ones, typed into a Latin word: "ЅTOP" with a
// Cyrillic first letter.
#pragma once

#include <string>
#include <string_view>

namespace smsflow {

// Words of Latin letters and their Cyrillic or Greek look-alikes become Latin; a word without a
// Latin letter is another language's. Empty when there is no such word. `text` is folded as
// normalise() does, with single spaces. source: Unicode Technical Standard 39,
// confusables.txt 15.0, the letters of these three scripts.
std::string latin_look_alikes(std::string_view text);

}  // namespace smsflow
