#include "message/phone_number.h"

#include "text/ascii.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace smsflow {
namespace {

using i18n::phonenumbers::PhoneNumberUtil;

// RFC 3966 numbers with all their decoration are shorter; a longer cell holds something else.
constexpr std::size_t kLongestText = 64;
constexpr std::size_t kRemembered = 1 << 16;  // texts, in each of two generations

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// "13125550123.0": a column read as floating point.
bool is_float_form(std::string_view text) {
  const std::size_t dot = text.find('.');
  return dot != std::string_view::npos && dot >= 7 && dot + 1 < text.size() &&
         all_digits(text.substr(0, dot)) &&
         text.find_first_not_of('0', dot + 1) == std::string_view::npos;
}

// "1.3125550123E+10", also with a decimal comma: a column shown as scientific.
bool is_scientific_form(std::string_view text) {
  const std::size_t e = text.find_first_of("eE");
  if (e == std::string_view::npos || e == 0 || !is_digit(text[0])) return false;
  std::string_view exponent = text.substr(e + 1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  const std::string_view mantissa = text.substr(0, e);
  const bool point = mantissa.size() < 2 || mantissa[1] == '.' || mantissa[1] == ',';
  return point && !exponent.empty() && all_digits(exponent) &&
         (mantissa.size() < 2 || all_digits(mantissa.substr(2)));
}

std::string_view fault_of(PhoneNumberUtil::ErrorType error) {
  if (error == PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR) return "no country";
  if (error == PhoneNumberUtil::TOO_SHORT_AFTER_IDD) return "too short";
  if (error == PhoneNumberUtil::TOO_SHORT_NSN) return "too short";
  if (error == PhoneNumberUtil::TOO_LONG_NSN) return "too long";
  return "not a number";
}

std::string_view fault_of(PhoneNumberUtil::ValidationResult result) {
  if (result == PhoneNumberUtil::IS_POSSIBLE) return "";
  if (result == PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY) return "no area code";
  if (result == PhoneNumberUtil::INVALID_COUNTRY_CODE) return "no country";
  if (result == PhoneNumberUtil::TOO_SHORT) return "too short";
  if (result == PhoneNumberUtil::TOO_LONG) return "too long";
  return "wrong length";
}

ParsedPhone refused(std::string_view fault) {
  return {std::nullopt, std::string(fault), false};
}

// What can be told without the library's metadata; empty: ask it.
std::string_view fault_by_form(std::string_view text) {
  if (text.empty()) return "empty";
  if (text.size() > kLongestText) return "too long";
  if (is_float_form(text)) return "a spreadsheet's decimal (ends in .0)";
  if (is_scientific_form(text)) return "a spreadsheet's scientific notation (digits are lost)";
  return "";
}

ParsedPhone parse_with_metadata(std::string_view text, const std::string& region) {
  // Made on first use: loading the metadata takes 7 ms, which most verbs need not spend.
  const PhoneNumberUtil& library = *PhoneNumberUtil::GetInstance();
  std::string typed(text);
  // 00 is dialled before a country's code nearly everywhere but in North America (011), and no
  // North American number begins with 0.
  if (text.size() > 2 && text.starts_with("00") && text[2] != '0' &&
      library.GetCountryCodeForRegion(region) == 1) {
    typed = "+" + typed.substr(2);
  }
  i18n::phonenumbers::PhoneNumber parsed;
  const PhoneNumberUtil::ErrorType error = library.Parse(typed, region, &parsed);
  if (error != PhoneNumberUtil::NO_PARSING_ERROR) return refused(fault_of(error));
  if (parsed.has_extension()) return refused("has an extension");
  const bool is_uri = text.starts_with("tel:");
  if (!is_uri && std::any_of(text.begin(), text.end(), is_letter)) return refused("letters in it");
  const std::string_view fault = fault_of(library.IsPossibleNumberWithReason(parsed));
  if (!fault.empty()) return refused(fault);
  std::string e164;
  library.Format(parsed, PhoneNumberUtil::E164, &e164);
  ParsedPhone out{PhoneNumber::from_e164(e164), "", library.IsValidNumber(parsed)};
  return out.number ? out : refused("too short");
}

// Two generations: when the young one is full it becomes the old one, whose texts are forgotten
// unless they are met again. Bounded, and a file of any size keeps its repeated numbers.
class Memo {
 public:
  std::optional<ParsedPhone> find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (const auto young = young_.find(key); young != young_.end()) return young->second;
    const auto old = old_.find(key);
    if (old == old_.end()) return std::nullopt;
    ParsedPhone found = old->second;
    insert(key, found);
    return found;
  }

  void remember(const std::string& key, const ParsedPhone& result) {
    const std::lock_guard lock(mutex_);
    insert(key, result);
  }

 private:
  using Results = std::unordered_map<std::string, ParsedPhone>;

  void insert(const std::string& key, const ParsedPhone& result) {
    if (young_.size() >= kRemembered) old_ = std::exchange(young_, Results{});
    young_.insert_or_assign(key, result);
  }

  std::mutex mutex_;
  Results young_;
  Results old_;
};

}  // namespace

std::optional<PhoneNumber> PhoneNumber::from_e164(std::string_view text) {
  if (text.size() < 8 || text.size() > 16 || text[0] != '+' || text[1] == '0') return std::nullopt;
  if (!all_digits(text.substr(1))) return std::nullopt;
  return PhoneNumber(std::string(text));
}

ParsedPhone parse_phone(std::string_view text, std::string_view region) {
  static Memo memo;
  const std::string_view typed = trim(text);
  if (const std::string_view fault = fault_by_form(typed); !fault.empty()) return refused(fault);
  const std::string country(region);
  const std::string key = country + ' ' + std::string(typed);
  if (std::optional<ParsedPhone> known = memo.find(key)) return *std::move(known);
  ParsedPhone result = parse_with_metadata(typed, country);
  memo.remember(key, result);
  return result;
}

}  // namespace smsflow
