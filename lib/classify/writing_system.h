// The writing system of a message: rules and model read Latin letters only.
#pragma once

#include <string_view>

namespace smsflow {

// "Cyrillic", "Arabic", "Han", ... or "other", when a letter in three or more is of a writing
// system other than Latin, or when Latin and look-alike letters are mixed within a word ("STОP"
// with a Cyrillic O). Empty for Latin text and for text without letters. `normalised` is
// well-formed UTF-8.
std::string_view foreign_writing_system(std::string_view normalised);

}  // namespace smsflow
