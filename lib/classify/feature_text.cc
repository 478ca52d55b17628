#include "classify/feature_text.h"

#include <algorithm>
#include <array>

#include "classify/feature_hash.h"

namespace smsflow {
namespace {

constexpr char32_t kBroken = 0xFFFFFFFF;

// Decodes one code point; a byte that begins none is kBroken.
char32_t decode(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at++);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : -1;
  if (more < 0 || lead > 0xF4 || at + static_cast<std::size_t>(more) > text.size()) return kBroken;
  char32_t code = lead & (0x3F >> more);
  for (int i = 0; i < more; ++i) {
    const unsigned char next = byte(at);
    if ((next & 0xC0) != 0x80) return kBroken;
    code = code << 6 | (next & 0x3F);
    ++at;
  }
  return code;
}

// Latin-1 letters U+00C0 to U+00FF without their accents; a space separates words.
constexpr std::string_view kLatin1 =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty";

char32_t fold(char32_t code) {
  if (code < 0x80) {
    return code >= 'A' && code <= 'Z' ? code + 32 : code;
  }
  if (code >= 0xC0 && code <= 0xFF) return static_cast<unsigned char>(kLatin1[code - 0xC0]);
  if (code == 0x2018 || code == 0x2019 || code == 0x02BC || code == 0xB4) return '\'';
  if (code >= 0xFF01 && code <= 0xFF5E) return fold(code - 0xFEE0);
  if (code >= 0x410 && code <= 0x42F) return code + 32;
  if (code >= 0x391 && code <= 0x3A9) return code + 32;
  return code;
}

bool is_emoji(char32_t code) {
  return (code >= 0x1F300 && code <= 0x1FAFF && !(code >= 0x1F3FB && code <= 0x1F3FF)) ||
         (code >= 0x2600 && code <= 0x27BF);
}

bool is_letter(char32_t code) {
  if (code < 0x80) return (code >= 'a' && code <= 'z');
  return code != kBroken && code >= 0xAA && code != 0xD7 && code != 0xF7 &&
         !(code >= 0x2000 && code <= 0x2BFF) && !(code >= 0x3000 && code <= 0x303F) &&
         !(code >= 0xFE00 && code <= 0xFE0F) && code != 0xFFFD && !(code >= 0xA1 && code <= 0xBF) &&
         !(code >= 0x1F000);
}

bool is_digit(char32_t code) {
  return code >= '0' && code <= '9';
}

bool is_currency(char32_t code) {
  return code == '$' || code == 0xA3 || code == 0x20AC || code == 0x20B9;
}

}  // namespace

ReadText::ReadText(std::string_view text) {
  text = text.substr(0, kModelTextBytes);
  letters_.resize(text.size());  // no character takes more bytes than it had
  spans_.reserve(text.size() / 4 + 4);
  std::size_t capitals = 0;
  std::size_t small = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char byte = text[at];
    const bool is_capital = byte >= 'A' && byte <= 'Z';
    if (is_capital || (byte >= 'a' && byte <= 'z')) {
      ++(is_capital ? capitals : small);
      add_letter(is_capital ? static_cast<char>(byte + 32) : byte);
      ++at;
    } else {
      const char32_t code = decode(text, at);
      add(fold(code), at < text.size() ? text[at] : '\0');
    }
  }
  end_word();
  shouts_ = capitals >= 8 && capitals > 4 * small;
}

void ReadText::put(char byte) {
  letters_[end_++] = byte;
}

void ReadText::put(char32_t code) {
  const auto tail = [&](int shift) { put(static_cast<char>(0x80 | (code >> shift & 0x3F))); };
  if (code < 0x80) {
    put(static_cast<char>(code));
  } else if (code < 0x800) {
    put(static_cast<char>(0xC0 | code >> 6));
    tail(0);
  } else if (code < 0x10000) {
    put(static_cast<char>(0xE0 | code >> 12));
    tail(6);
    tail(0);
  } else {
    put(static_cast<char>(0xF0 | code >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

void ReadText::add_letter(char letter) {
  const bool third =
      end_ - open_ >= 2 && letters_[end_ - 1] == letter && letters_[end_ - 2] == letter;
  if (!third) put(letter);
}

void ReadText::add(char32_t code, char next) {
  if (is_letter(code)) {
    if (code < 0x80) {
      add_letter(static_cast<char>(code));
    } else {
      put(code);
    }
  } else if (is_digit(code)) {
    has_digits_ = true;
    if (end_ - open_ < 12) put('0');
  } else if ((code == ':' || code == '.' || code == '/' || code == ',') &&
             is_digit(char32_t{static_cast<unsigned char>(next)}) && end_ > open_ &&
             letters_[end_ - 1] == '0') {
    put(code == '.' ? ':' : static_cast<char>(code));
  } else if (code == '\'') {
    return;
  } else {
    end_word();
    asks_ = asks_ || code == '?' || code == 0xBF;
    exclaims_ = exclaims_ || code == '!';
    if (is_currency(code) || is_emoji(code)) {
      put(is_currency(code) ? U'$' : code);
      end_word();
    }
  }
}

void ReadText::end_word() {
  if (end_ > open_ && spans_.size() < kModelWords) {
    const std::string_view word(letters_.data() + open_, end_ - open_);
    spans_.push_back({static_cast<std::uint32_t>(open_), static_cast<std::uint32_t>(word.size()),
                      feature_hash(kFeatureSeed, word)});
  }
  open_ = end_;
}

}  // namespace smsflow
