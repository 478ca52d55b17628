// The pieces dates and times are written in: words, numbers and signs.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

struct SpokenToken {
  std::string word;    // normalised; empty for numbers and signs
  int number = -1;     // 0 to 999,999
  int digits = 0;      // how many the number was written with ("07" has two)
  char sign = 0;       // ':' '/' '-' '.' and the like
  bool glued = false;  // no space between it and the token before

  bool is(std::string_view text) const { return !text.empty() && word == text; }
  bool is(char c) const { return sign == c; }
};

bool is_one_of(const SpokenToken& token, std::initializer_list<std::string_view> words);

// Of the first 300 bytes; longer numbers become words.
std::vector<SpokenToken> spoken_tokens(std::string_view text);

// The token at `at`, or an empty one behind the end.
const SpokenToken& token_at(const std::vector<SpokenToken>& tokens, std::size_t at);

}  // namespace smsflow
