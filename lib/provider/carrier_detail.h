// What a carrier says for people, made fit for our log: short, in UTF-8, without phone numbers.
#pragma once

#include <string>
#include <string_view>

namespace smsflow {

// At most 200 bytes; runs of seven or more digits are masked as phone numbers are, but for
// those that go on a word ("0x0000000b").
std::string carrier_detail(std::string_view words);

}  // namespace smsflow
