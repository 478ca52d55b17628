#include "classify/values.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <unordered_map>

#include "text/normalise.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

constexpr std::size_t kMaxBytes = 2000;
constexpr std::int64_t kMostMemory = 1 << 20;

std::string clean(std::string_view text) {
  return to_utf8(text.substr(0, kMaxBytes));
}

std::unique_ptr<RE2> compile(const std::string& pattern) {
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  options.set_max_mem(kMostMemory);
  auto regex = std::make_unique<RE2>(pattern, options);
  return regex->ok() ? std::move(regex) : nullptr;
}

void add_candidate(ReadValue& value, std::string candidate) {
  if (candidate.empty()) return;
  if (std::find(value.candidates.begin(), value.candidates.end(), candidate) ==
      value.candidates.end()) {
    value.candidates.push_back(std::move(candidate));
  }
}

// "1,234.50", "1.234,50", "45": hundredths, as digits; nothing when it is none.
std::optional<std::string> hundredths(std::string_view number) {
  std::string digits;
  std::string fraction;
  const std::size_t last = number.find_last_of(".,");
  const bool has_fraction = last != std::string_view::npos && number.size() - last - 1 <= 2;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] < '0' || number[i] > '9') continue;
    (has_fraction && i > last ? fraction : digits) += number[i];
  }
  if (digits.empty() || digits.size() > 9) return std::nullopt;
  fraction.resize(2, '0');
  const std::size_t first = digits.find_first_not_of('0');
  digits = first == std::string::npos ? "" : digits.substr(first);
  std::string result = digits + fraction;
  const std::size_t start = result.find_first_not_of('0');
  return start == std::string::npos ? "0" : result.substr(start);
}

}  // namespace

bool is_pattern(std::string_view pattern) {
  return compile(std::string(pattern)) != nullptr;
}

ReadValue read_by_pattern(std::string_view text, std::string_view pattern) {
  ReadValue value;
  const std::unique_ptr<RE2> regex =
      compile("(?:^|[^\\pL\\pN])(" + std::string(pattern) + ")(?:$|[^\\pL\\pN])");
  if (!regex) return value;
  const std::string subject = clean(text);
  const bool grouped = regex->NumberOfCapturingGroups() > 1;
  re2::StringPiece groups[3];
  std::size_t at = 0;
  while (at <= subject.size() &&
         regex->Match(subject, at, subject.size(), RE2::UNANCHORED, groups, grouped ? 3 : 2)) {
    const re2::StringPiece& found = groups[grouped ? 2 : 1];
    add_candidate(value, canonical_id(std::string_view(found.data(), found.size())));
    // The sign after one id may be the sign before the next.
    const std::size_t end =
        static_cast<std::size_t>(groups[1].data() - subject.data()) + groups[1].size();
    at = std::max(end, at + 1);
  }
  return value;
}

std::string canonical_id(std::string_view id) {
  std::string result;
  for (char c : id.substr(0, kMaxBytes)) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) result += c;
  }
  return result;
}

bool is_expected(std::string_view id, const std::vector<std::string>& expected) {
  const std::string wanted = canonical_id(id);
  return !wanted.empty() &&
         std::any_of(expected.begin(), expected.end(),
                     [&](const std::string& each) { return canonical_id(each) == wanted; });
}

ReadValue read_amount(std::string_view text) {
  static const RE2 kAmount(
      "(?i)(?:[$\u20AC\u00A3]\\s?(\\d[\\d.,]*)|\\b(\\d[\\d.,]*)\\s?"
      "(?:dollars?|usd|bucks|euros?|eur|pesos|d\u00F3lares|dolares|[$\u20AC\u00A3])|"
      "^\\s*(\\d[\\d.,]*)\\s*$|"
      "\\b(\\d{1,6}\\.\\d\\d)\\b|"
      "\\b(?:paid|sent|pagu\u00E9|pague)\\s(?:you\\s|only\\s|just\\s)?(\\d{1,6})"
      "(?:$|[,;!]|\\.(?:$|\\s)|\\s(?:today|yesterday|just|so|now|on|via|by|with|and|hoy|ayer)\\b)"
      ")");
  ReadValue value;
  const std::string subject = clean(text);
  re2::StringPiece input(subject);
  std::array<std::string, 5> found;
  while (
      RE2::FindAndConsume(&input, kAmount, &found[0], &found[1], &found[2], &found[3], &found[4])) {
    for (const std::string& each : found) {
      if (each.empty()) continue;
      std::string_view number = each;
      while (number.ends_with('.') || number.ends_with(',')) number.remove_suffix(1);
      if (const std::optional<std::string> amount = hundredths(number))
        add_candidate(value, *amount);
    }
  }
  return value;
}

ReadValue read_number(std::string_view text) {
  static const std::unordered_map<std::string_view, std::string_view> kWords = {
      {"zero", "0"},  {"one", "1"},     {"two", "2"},     {"three", "3"},  {"four", "4"},
      {"five", "5"},  {"six", "6"},     {"seven", "7"},   {"eight", "8"},  {"nine", "9"},
      {"ten", "10"},  {"eleven", "11"}, {"twelve", "12"}, {"cero", "0"},   {"uno", "1"},
      {"una", "1"},   {"dos", "2"},     {"tres", "3"},    {"cuatro", "4"}, {"cinco", "5"},
      {"seis", "6"},  {"siete", "7"},   {"ocho", "8"},    {"nueve", "9"},  {"diez", "10"},
      {"once", "11"}, {"doce", "12"},   {"couple", "2"},  {"dozen", "12"}};
  ReadValue value;
  const std::string plain = normalise(text);
  for (std::string_view word : words(plain)) {
    const auto named = kWords.find(word);
    if (named != kWords.end()) {
      add_candidate(value, std::string(named->second));
    } else if (word.size() <= 3 && word.find_first_not_of("0123456789") == std::string_view::npos) {
      while (word.size() > 1 && word.front() == '0') word.remove_prefix(1);
      add_candidate(value, std::string(word));
    }
  }
  return value;
}

}  // namespace smsflow
