// Slips of the thumb: whether a word is another one mistyped.
#pragma once

#include <string_view>

namespace smsflow {

// True when `typed` is `meant` with one slip of a QWERTY keyboard: two letters swapped, one left
// out (the first only of six and more), one doubled, one hit beside its key or together with it;
// words of eight and more letters may have any two letters wrong. False when they are equal.
bool is_slip(std::string_view typed, std::string_view meant);

}  // namespace smsflow
