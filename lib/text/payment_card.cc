#include "text/payment_card.h"

#include <algorithm>
#include <array>

namespace smsflow {
namespace {

// Prefixes from `low` to `high`, of as many digits as they have themselves.
struct Scheme {
  std::string_view low;
  std::string_view high;
  std::size_t shortest;
  std::size_t longest;
};

constexpr std::array<Scheme, 22> kSchemes = {{
    {"4", "4", 13, 13},        // Visa, of old
    {"4", "4", 16, 16},        // Visa
    {"4", "4", 19, 19},        //
    {"51", "55", 16, 16},      // Mastercard
    {"2221", "2720", 16, 16},  //
    {"34", "34", 15, 15},      // American Express
    {"37", "37", 15, 15},      //
    {"300", "305", 14, 19},    // Diners Club
    {"3095", "3095", 14, 19},  //
    {"36", "36", 14, 19},      //
    {"38", "39", 14, 19},      //
    {"3528", "3589", 16, 19},  // JCB
    {"6011", "6011", 16, 19},  // Discover
    {"644", "659", 16, 19},    //
    {"62", "62", 16, 19},      // UnionPay
    {"81", "82", 16, 19},      // UnionPay, RuPay
    {"60", "60", 16, 16},      // RuPay
    {"508", "508", 16, 16},    //
    {"2200", "2204", 16, 19},  // Mir
    {"5018", "5038", 13, 19},  // Maestro
    {"5893", "5893", 13, 19},  //
    {"6304", "6763", 13, 19},  //
}};

bool passes_luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int digit = digits[digits.size() - 1 - i] - '0';
    const int doubled = digit * 2;
    sum += i % 2 == 0 ? digit : doubled / 10 + doubled % 10;
  }
  return sum % 10 == 0;
}

// German (+49 15x, 16x, 17x) and Austrian (+43 6xx) mobile numbers written without the plus have 13
// digits and a Visa card's first.
bool is_mobile_number(std::string_view digits) {
  static constexpr std::array<std::string_view, 4> kPrefixes = {"4915", "4916", "4917", "436"};
  return digits.size() == 13 && std::any_of(kPrefixes.begin(), kPrefixes.end(), [&](auto prefix) {
           return digits.starts_with(prefix);
         });
}

}  // namespace

bool is_payment_card(std::string_view digits) {
  if (digits.size() < kShortestCard || digits.size() > kLongestCard) return false;
  const bool known = std::any_of(kSchemes.begin(), kSchemes.end(), [&](const Scheme& scheme) {
    const std::string_view prefix = digits.substr(0, scheme.low.size());
    return digits.size() >= scheme.shortest && digits.size() <= scheme.longest &&
           prefix >= scheme.low && prefix <= scheme.high;
  });
  return known && passes_luhn(digits) && !is_mobile_number(digits);
}

}  // namespace smsflow
