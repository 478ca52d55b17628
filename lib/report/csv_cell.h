// CSV cells by RFC 4180, safe to open in a spreadsheet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

// Quoted where it must be. A text that a spreadsheet would run as a formula (it begins with = + -
// @, a tab or a carriage return, and is no plain number) gets an apostrophe in front: the usual
// guard (OWASP, CSV injection).
void append_csv_cell(std::string& out, std::string_view text);

// Cells with commas between, and CRLF.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace smsflow
