// UTF-8 as it comes from outside: checked, repaired, walked, and made safe to show.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smsflow {

// True for well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, no surrogates.
bool is_utf8(std::string_view bytes);

// Each ill-formed sequence becomes one U+FFFD (maximal subpart practice of Unicode 15, 3.9).
std::string to_utf8(std::string_view bytes);

// Reads one code point at `position` of well-formed text and advances past it.
char32_t next_code_point(std::string_view text, std::size_t& position);

void append_utf8(std::string& out, char32_t code_point);

// What a terminal may show: C0, C1, DEL, line separators and bidirectional controls become \xNN or
// \u{NNNN}, so that a customer's text cannot move the cursor, set a title or forge a line.
std::string terminal_safe(std::string_view text);

// UTF-16BE bytes (as Kannel passes UCS-2 texts) to UTF-8; lone surrogates become U+FFFD.
std::string from_utf16be(std::string_view bytes);

// Columns a terminal uses for the text (East Asian width, marks count 0).
int display_width(std::string_view text);

}  // namespace smsflow
