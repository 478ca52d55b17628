#include "text/utf8.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <iterator>

namespace smsflow {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Decoded {
  char32_t code_point = kReplacement;
  std::size_t length = 1;  // bytes of the sequence, or of its maximal ill-formed part
  bool well_formed = false;
};

struct Lead {
  int trail = 0;             // bytes that follow
  unsigned char low = 0x80;  // range of the first of them
  unsigned char high = 0xBF;
  unsigned char mask = 0x7F;  // payload bits of the lead itself
};

// Unicode 15, table 3-7. `trail` is -1 for a byte that cannot begin a sequence.
Lead lead_of(unsigned char byte) {
  if (byte < 0x80) return {};
  if (byte < 0xC2) return {-1};
  if (byte < 0xE0) return {1, 0x80, 0xBF, 0x1F};
  if (byte == 0xE0) return {2, 0xA0, 0xBF, 0x0F};
  if (byte == 0xED) return {2, 0x80, 0x9F, 0x0F};
  if (byte < 0xF0) return {2, 0x80, 0xBF, 0x0F};
  if (byte == 0xF0) return {3, 0x90, 0xBF, 0x07};
  if (byte < 0xF4) return {3, 0x80, 0xBF, 0x07};
  if (byte == 0xF4) return {3, 0x80, 0x8F, 0x07};
  return {-1};
}

Decoded decode(std::string_view bytes, std::size_t at) {
  const auto first = static_cast<unsigned char>(bytes[at]);
  const Lead lead = lead_of(first);
  if (lead.trail < 0) return {};
  char32_t code_point = first & lead.mask;
  for (int i = 1; i <= lead.trail; ++i) {
    const unsigned char low = i == 1 ? lead.low : 0x80;
    const unsigned char high = i == 1 ? lead.high : 0xBF;
    const std::size_t next = at + static_cast<std::size_t>(i);
    const unsigned char byte = next < bytes.size() ? static_cast<unsigned char>(bytes[next]) : 0;
    if (byte < low || byte > high) return {kReplacement, static_cast<std::size_t>(i), false};
    code_point = code_point << 6 | (byte & 0x3F);
  }
  return {code_point, static_cast<std::size_t>(lead.trail) + 1, true};
}

// Before the first that is none: nearly every text is all ASCII.
std::size_t ascii_bytes(std::string_view bytes) {
  const auto end = std::find_if(bytes.begin(), bytes.end(),
                                [](char c) { return static_cast<signed char>(c) < 0; });
  return static_cast<std::size_t>(end - bytes.begin());
}

bool is_bidi_or_separator(char32_t c) {
  return c == 0x2028 || c == 0x2029 || c == 0x061C || c == 0x200E || c == 0x200F ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  for (std::size_t at = ascii_bytes(bytes); at < bytes.size();) {
    const Decoded decoded = decode(bytes, at);
    if (!decoded.well_formed) return false;
    at += decoded.length;
  }
  return true;
}

std::string to_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  out.append(bytes.substr(0, ascii_bytes(bytes)));
  for (std::size_t at = out.size(); at < bytes.size();) {
    const Decoded decoded = decode(bytes, at);
    if (decoded.well_formed) {
      out.append(bytes.substr(at, decoded.length));
    } else {
      append_utf8(out, kReplacement);
    }
    at += decoded.length;
  }
  return out;
}

char32_t next_code_point(std::string_view text, std::size_t& position) {
  const Decoded decoded = decode(text, position);
  position += decoded.length;
  return decoded.code_point;
}

void append_utf8(std::string& out, char32_t code_point) {
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  const char32_t c = surrogate || code_point > 0x10FFFF ? kReplacement : code_point;
  const auto trail = [c](int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3F)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += {static_cast<char>(0xC0 | c >> 6), trail(0)};
  } else if (c < 0x10000) {
    out += {static_cast<char>(0xE0 | c >> 12), trail(6), trail(0)};
  } else {
    out += {static_cast<char>(0xF0 | c >> 18), trail(12), trail(6), trail(0)};
  }
}

std::string terminal_safe(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Decoded decoded = decode(text, at);
    const std::string_view bytes = text.substr(at, decoded.length);
    const char32_t c = decoded.code_point;
    at += decoded.length;
    if (!decoded.well_formed) {
      for (const char byte : bytes) {
        fmt::format_to(std::back_inserter(out), "\\x{:02X}", static_cast<unsigned char>(byte));
      }
    } else if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
      fmt::format_to(std::back_inserter(out), "\\x{:02X}", static_cast<unsigned>(c));
    } else if (is_bidi_or_separator(c)) {
      fmt::format_to(std::back_inserter(out), "\\u{{{:04X}}}", static_cast<unsigned>(c));
    } else {
      out.append(bytes);
    }
  }
  return out;
}

std::string from_utf16be(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  const auto unit = [&](std::size_t at) {
    return static_cast<char32_t>(static_cast<unsigned char>(bytes[at]) << 8 |
                                 static_cast<unsigned char>(bytes[at + 1]));
  };
  std::size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    const char32_t high = unit(at);
    const char32_t low = at + 3 < bytes.size() ? unit(at + 2) : 0;
    if (high >= 0xD800 && high <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF) {
      append_utf8(out, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
      at += 2;
    } else {
      append_utf8(out, high);  // a lone surrogate becomes U+FFFD there
    }
  }
  if (at < bytes.size()) append_utf8(out, kReplacement);
  return out;
}

int display_width(std::string_view text) {
  int width = 0;
  for (std::size_t at = 0; at < text.size();) {
    width += utf8proc_charwidth(static_cast<utf8proc_int32_t>(next_code_point(text, at)));
  }
  return width;
}

}  // namespace smsflow
