#include "classify/spoken_token.h"

#include "text/ascii.h"
#include "text/normalise.h"

namespace smsflow {
namespace {

// Of a word as people type it: apostrophes and everything beyond ASCII, too.
bool is_word_letter(char c) {
  return is_letter(c) || c == '\'' || static_cast<unsigned char>(c) >= 0x80;
}

constexpr std::size_t kMaxSpokenBytes = 300;
constexpr std::size_t kMaxDigits = 6;

void read_number(std::string_view run, SpokenToken& token) {
  if (run.size() > kMaxDigits) {
    token.word = run;
    return;
  }
  token.number = 0;
  token.digits = static_cast<int>(run.size());
  for (const char c : run) token.number = token.number * 10 + (c - '0');
}

}  // namespace

bool is_one_of(const SpokenToken& token, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return token.is(word); });
}

std::vector<SpokenToken> spoken_tokens(std::string_view text) {
  text = text.substr(0, kMaxSpokenBytes);
  std::vector<SpokenToken> tokens;
  bool glued = false;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    std::size_t end = i + 1;
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      glued = false;
      i = end;
      continue;
    }
    SpokenToken token;
    token.glued = glued;
    if (is_digit(c)) {
      while (end < text.size() && is_digit(text[end])) ++end;
      read_number(text.substr(i, end - i), token);
    } else if (is_word_letter(c)) {
      while (end < text.size() && is_word_letter(text[end])) ++end;
      token.word = normalise(text.substr(i, end - i));
    } else {
      token.sign = c;
    }
    i = end;
    glued = true;
    if (!token.word.empty() || token.number >= 0 || token.sign != 0) {
      tokens.push_back(std::move(token));
    }
  }
  return tokens;
}

const SpokenToken& token_at(const std::vector<SpokenToken>& tokens, std::size_t at) {
  static const SpokenToken kNone;
  return at < tokens.size() ? tokens[at] : kNone;
}

}  // namespace smsflow
