#include "text/normalise.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "text/spelled_out.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

constexpr std::size_t kMaxBytes = 2000;

// What becomes of a character: itself (lower case), a gap between words, or nothing.
enum : char { kGap = 0, kNothing = 1 };

constexpr std::array<char, 128> kAscii = [] {
  std::array<char, 128> table{};
  for (std::size_t c = 0; c < table.size(); ++c) {
    const bool white = (c >= 9 && c <= 13) || c == ' ';
    if ((c < ' ' && !white) || c == 127 || c == '\'' || c == '`') table[c] = kNothing;
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) table[c] = static_cast<char>(c);
    if (c >= 'A' && c <= 'Z') table[c] = static_cast<char>(c - 'A' + 'a');
  }
  return table;
}();

// A message of nothing but one of these still says something.
std::string_view emoji_word(char32_t c) {
  switch (c) {
    case U'\U0001F44D':
      return "thumbsup";
    case U'\U0001F44E':
      return "thumbsdown";
    case U'\U0001F44C':
    case U'\U0001F197':
      return "okhand";
    case U'\U00002705':
    case U'\U00002714':
    case U'\U00002611':
      return "checkmark";
    case U'\U0000274C':
    case U'\U0000274E':
    case U'\U00002716':
      return "crossmark";
    case U'\U0001F6D1':
    case U'\U000026D4':
    case U'\U0001F6AB':
      return "stopsign";
    case U'\U0001F64F':
      return "foldedhands";
    case U'\U00002764':
      return "heart";
    default:
      return {};
  }
}

// Characters phones put in by themselves, so frequent that they must not cost a normalisation, and
// the apostrophes that NFKC would turn into spaces. -1: any other character.
int common_mark(char32_t c) {
  switch (c) {
    case U'\u2018':
    case U'\u2019':
    case U'\u201B':
    case U'\u2032':
    case U'\u02BC':
    case U'\u00B4':
      return kNothing;
    case U'\u201C':
    case U'\u201D':
    case U'\u2013':
    case U'\u2014':
    case U'\u2026':
    case U'\u00A0':
    case U'\u00A1':
    case U'\u00BF':
      return kGap;
    default:
      return -1;
  }
}

// Collects words with single spaces between them.
class Writer {
 public:
  explicit Writer(std::size_t size) { out_.reserve(size); }

  void gap() { gap_ = true; }
  void put(char c) {
    open_word();
    out_ += c;
  }
  void put(char32_t c) {
    open_word();
    append_utf8(out_, c);
  }
  void emoji(std::string_view word) {
    gap();
    if (emoji_.empty()) emoji_ = word;
  }
  std::string finish() {
    if (out_.empty()) out_ = emoji_;
    return std::move(out_);
  }

 private:
  void open_word() {
    if (gap_ && !out_.empty()) out_ += ' ';
    gap_ = false;
  }

  std::string out_;
  std::string_view emoji_;
  bool gap_ = false;
};

bool is_word_character(char32_t c) {
  const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

bool is_invisible(char32_t c) {
  const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_CC;
}

void put_ascii(Writer& writer, unsigned char byte) {
  const char c = kAscii[byte];
  if (c == kGap) {
    writer.gap();
  } else if (c != kNothing) {
    writer.put(c);
  }
}

// The text's normal form, when it is all ASCII. Nearly every message is: this is the fast way.
bool normalise_ascii(std::string_view text, std::string& out) {
  out.resize(text.size());
  std::size_t size = 0;
  for (const char each : text) {
    const auto byte = static_cast<unsigned char>(each);
    if (byte >= 0x80) return false;
    const char c = kAscii[byte];
    if (c == kNothing) continue;
    if (c != kGap) {
      out[size++] = c;
    } else if (size > 0 && out[size - 1] != ' ') {
      out[size++] = ' ';
    }
  }
  if (size > 0 && out[size - 1] == ' ') --size;
  out.resize(size);
  return true;
}

// False when the text needs Unicode's own tables first.
bool write_common(std::string_view text, Writer& writer) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      put_ascii(writer, byte);
      ++i;
      continue;
    }
    const char32_t c = next_code_point(text, i);
    const int mark = common_mark(c);
    const std::string_view emoji = mark < 0 ? emoji_word(c) : std::string_view();
    if (!emoji.empty()) {
      writer.emoji(emoji);
    } else if (mark == kGap) {
      writer.gap();
    } else if (mark < 0) {
      return false;
    }
  }
  return true;
}

void write_folded(std::string_view folded, Writer& writer) {
  for (std::size_t i = 0; i < folded.size();) {
    const char32_t c = next_code_point(folded, i);
    if (c < 0x80) {
      put_ascii(writer, static_cast<unsigned char>(c));
    } else if (common_mark(c) == kNothing || is_invisible(c)) {
      continue;
    } else if (is_word_character(c)) {
      writer.put(c);
    } else if (const std::string_view emoji = emoji_word(c); !emoji.empty()) {
      writer.emoji(emoji);
    } else {
      writer.gap();
    }
  }
}

// NFKC would make a space of the acute accent that many keyboards offer as an apostrophe.
std::string without_acute_apostrophes(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "\u00B4") {
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string fold(std::string_view text) {
  const std::string plain = without_acute_apostrophes(text);
  utf8proc_uint8_t* mapped = nullptr;
  const auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                     UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(plain.data()),
                   static_cast<utf8proc_ssize_t>(plain.size()), &mapped, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(mapped, &std::free);
  if (size < 0) return {};
  return std::string(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
}

std::string_view bounded(std::string_view text) {
  if (text.size() <= kMaxBytes) return text;
  std::size_t end = kMaxBytes;
  while (end > kMaxBytes - 4 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

std::string normalise(std::string_view text) {
  text = bounded(text);
  std::string ascii;
  if (normalise_ascii(text, ascii)) return join_spelled_out(std::move(ascii));

  std::string repaired;
  if (!is_utf8(text)) text = repaired = to_utf8(text);
  Writer writer(text.size());
  if (write_common(text, writer)) return join_spelled_out(writer.finish());

  const std::string folded = fold(text);
  Writer second(folded.size());
  write_folded(folded, second);
  return join_spelled_out(second.finish());
}

std::string normalise_repeats(std::string_view text) {
  std::string out = normalise(text);
  std::size_t i = 2;
  while (i < out.size() && !(out[i] == out[i - 1] && out[i] == out[i - 2])) ++i;
  if (i >= out.size()) return out;
  std::size_t kept = 0;
  for (i = 0; i < out.size();) {
    std::size_t end = i + 1;
    while (end < out.size() && out[end] == out[i]) ++end;
    const bool letter = out[i] >= 'a' && out[i] <= 'z';
    const std::size_t count = letter && end - i >= 3 ? 1 : end - i;
    const char c = out[i];
    for (std::size_t n = 0; n < count; ++n) out[kept++] = c;
    i = end;
  }
  out.resize(kept);
  return out;
}

std::vector<std::string_view> words(std::string_view normalised) {
  std::vector<std::string_view> result;
  result.reserve(normalised.size() / 4 + 1);
  for (std::size_t i = 0; i < normalised.size();) {
    const std::size_t end = std::min(normalised.find(' ', i), normalised.size());
    if (end > i) result.push_back(normalised.substr(i, end - i));
    i = end + 1;
  }
  return result;
}

}  // namespace smsflow
