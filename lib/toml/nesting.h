// How deep a TOML text nests, told before it is parsed: a parser that goes down with its input, and
// the tree it frees, can be made to exhaust the stack by a hostile file.
#pragma once

#include <cstddef>
#include <string_view>

namespace smsflow::toml_file {

// Byte where brackets open deeper than `limit`, or where a dotted key has more than `limit` dots;
// npos when the text does neither.
std::size_t find_too_deep(std::string_view text, int limit);

}  // namespace smsflow::toml_file
