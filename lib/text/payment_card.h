// Which digits are a payment card's: ISO/IEC 7812-1 (length, Luhn check digit) and the prefixes
// that card schemes use. A number that is none of theirs (order, parcel, time stamp) passes Luhn
// one time in ten, so the prefix and the length that goes with it must fit too.
#pragma once

#include <cstddef>
#include <string_view>

namespace smsflow {

inline constexpr std::size_t kShortestCard = 13;
inline constexpr std::size_t kLongestCard = 19;

// `digits` has digits only.
bool is_payment_card(std::string_view digits);

}  // namespace smsflow
