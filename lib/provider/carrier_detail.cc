#include "provider/carrier_detail.h"

#include <algorithm>

#include "text/ascii.h"
#include "text/mask.h"
#include "text/utf8.h"

namespace smsflow {
std::string carrier_detail(std::string_view words) {
  constexpr std::size_t kMaxBytes = 200;
  constexpr std::size_t kPhoneDigits = 7;
  words = words.substr(0, kMaxBytes);
  std::string out;
  while (!words.empty()) {
    const auto begin = std::find_if(words.begin(), words.end(), is_digit);
    const auto end = std::find_if_not(begin, words.end(), is_digit);
    const auto plain = static_cast<std::size_t>(begin - words.begin());
    const auto digits = static_cast<std::size_t>(end - begin);
    out += words.substr(0, plain);
    const std::string_view run = words.substr(plain, digits);
    const bool in_a_word = !out.empty() && is_letter(out.back());
    if (digits >= kPhoneDigits && !in_a_word) {
      out += mask_phone("+" + std::string(run)).substr(1);
    } else {
      out += run;
    }
    words.remove_prefix(plain + digits);
  }
  return to_utf8(out);
}

}  // namespace smsflow
