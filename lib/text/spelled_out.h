// Words typed letter by letter: "s t o p".
#pragma once

#include <string>

namespace smsflow {

// Joins four and more single letters in a row, or three that are the whole message ("u r a star" is
// no spelling, nor is "c c c"). `text` has single spaces.
std::string join_spelled_out(std::string text);

}  // namespace smsflow
