// A phone number in E.164, valid by construction.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace smsflow {

class PhoneNumber {
 public:
  // "+" and 7 to 15 digits, the first not 0: a number that was parsed before (log, carrier).
  static std::optional<PhoneNumber> from_e164(std::string_view text);

  const std::string& e164() const { return e164_; }
  auto operator<=>(const PhoneNumber&) const = default;

 private:
  explicit PhoneNumber(std::string e164) : e164_(std::move(e164)) {}
  std::string e164_;
};

struct ParsedPhone {
  std::optional<PhoneNumber> number;  // nothing: refuse it
  std::string fault;                  // why not: "too short", "not a number", "no country", ...
  bool valid = false;                 // possible but not valid by the metadata of 2022: a warning
};

// What people type: "(312) 555-0123", "312.555.0123", "+1 312 555 0123", "0049 30 1234567", and
// what spreadsheets make of it ("13125550123.0" and "1.3125550123E+10" are refused by name).
// `region` is the ISO country for national forms, "US" unless the installation says otherwise.
// libphonenumber; results are remembered, so a number costs its work once.
ParsedPhone parse_phone(std::string_view text, std::string_view region = "US");

}  // namespace smsflow
