// Values read out of replies: order ids by a pattern, amounts, small numbers. Moments are read by
// spoken_moment.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

struct ReadValue {
  std::vector<std::string>
      candidates;  // none: nothing was said; one: this is meant; more: ask back

  bool is_clear() const { return candidates.size() == 1; }
  bool is_ambiguous() const { return candidates.size() > 1; }
};

// What matches `pattern` (RE2 syntax, whole words, case ignored; with a group, the group), in
// canonical form, each once. An unusable pattern reads nothing.
ReadValue read_by_pattern(std::string_view text, std::string_view pattern);
// False when RE2 cannot compile it.
bool is_pattern(std::string_view pattern);

// Capital letters and digits only: "#ab-12 34" is "AB1234".
std::string canonical_id(std::string_view id);
// An id that is none of this customer's is an exception, never a value.
bool is_expected(std::string_view id, const std::vector<std::string>& expected);

// "$1,234.50", "45 dollars", "105.92", "paid 50"; another bare number only when it is the whole
// message. In hundredths, as digits: "123450".
ReadValue read_amount(std::string_view text);

// "2", "two", "dos", "2 people please": the numbers from 0 to 999 a message names.
ReadValue read_number(std::string_view text);

}  // namespace smsflow
