#include "text/mask.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <vector>

#include "text/ascii.h"
#include "text/payment_card.h"

namespace smsflow {
namespace {

constexpr std::size_t kContextBytes = 48;     // looked at before a number
constexpr std::size_t kLongestSeparator = 6;  // bytes: " - ", two no-break spaces, ...

// ASCII only: in many scripts a number follows its word without a space.
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// Digits without anything between them.
struct Group {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size() const { return end - begin; }
};

using Run = std::vector<Group>;

// Bytes of the separator within a number at `at`: spaces, hyphens, dots, no-break spaces, dashes.
std::size_t separator_length(std::string_view text, std::size_t at) {
  static constexpr std::array<std::string_view, 6> kSeparators = {" ",      "-",      ".",
                                                                  "\u00A0", "\u2011", "\u2013"};
  const std::size_t begin = at;
  for (bool more = true; more && at - begin <= kLongestSeparator;) {
    const auto found = std::find_if(kSeparators.begin(), kSeparators.end(), [&](auto separator) {
      return text.substr(at).starts_with(separator);
    });
    more = found != kSeparators.end();
    if (more) at += found->size();
  }
  const std::size_t length = at - begin;
  return length <= kLongestSeparator && at < text.size() && is_digit(text[at]) ? length : 0;
}

// The groups of a number from `begin` on, which is a digit.
Run run_at(std::string_view text, std::size_t begin) {
  Run run;
  for (std::size_t at = begin;;) {
    Group group{at, at};
    while (group.end < text.size() && is_digit(text[group.end])) ++group.end;
    run.push_back(group);
    const std::size_t separator = separator_length(text, group.end);
    if (separator == 0) return run;
    at = group.end + separator;
  }
}

std::vector<std::string> words_before(std::string_view text, std::size_t end) {
  const std::size_t begin = end > kContextBytes ? end - kContextBytes : 0;
  std::vector<std::string> words(1);
  for (const char c : text.substr(begin, end - begin)) {
    if (is_word(c)) {
      words.back() += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

// True when `text` up to `end` says that the number to come is one of `names`: "tracking number is
// ".
template <std::size_t N>
bool announced(std::string_view text, std::size_t end,
               const std::array<std::string_view, N>& names) {
  static constexpr std::array<std::string_view, 7> kFiller = {"number", "no", "num", "nr",
                                                              "id",     "is", "my"};
  std::vector<std::string> words = words_before(text, end);
  const auto among = [](const auto& list, const std::string& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  };
  while (!words.empty() && among(kFiller, words.back())) words.pop_back();
  return !words.empty() && among(names, words.back());
}

bool ends_glued(std::string_view text, const Group& group) {
  return group.end < text.size() && is_word(text[group.end]);
}

// Part of "+1312...", "1Z999...", "4111a".
bool is_glued(std::string_view text, const Group& group) {
  const char before = group.begin > 0 ? text[group.begin - 1] : ' ';
  return before == '+' || is_word(before) || ends_glued(text, group);
}

// "order 411...", "#411..."; but "card #411..." is one.
bool names_something_else(std::string_view text, const Group& group) {
  static constexpr std::array<std::string_view, 9> kOthers = {
      "order", "tracking", "invoice", "reference", "ref", "uid", "ticket", "case", "confirmation"};
  static constexpr std::array<std::string_view, 7> kCards = {"card", "visa",   "mastercard", "amex",
                                                             "cc",   "credit", "debit"};
  const bool hash = group.begin > 0 && text[group.begin - 1] == '#';
  return announced(text, group.begin, kOthers) || (hash && !announced(text, group.begin, kCards));
}

// The end of the longest card number that begins with group `first`, or 0. Cards are written in
// groups of four or more; groups of three are a phone number's.
std::size_t card_end(std::string_view text, const Run& run, std::size_t first) {
  const Group& start = run[first];
  if (start.size() < 4 || is_glued(text, start)) return 0;
  if (start.size() >= kShortestCard && names_something_else(text, start)) return 0;
  std::string digits;
  std::size_t end = 0;
  for (std::size_t i = first; i < run.size() && digits.size() <= kLongestCard; ++i) {
    digits += text.substr(run[i].begin, run[i].size());
    if (!ends_glued(text, run[i]) && is_payment_card(digits)) end = run[i].end;
    if (run[i].size() < 4) break;
  }
  return end;
}

// 000, 666 and 9xx areas, group 00 and serial 0000 are never given out.
bool is_given_out(std::string_view area, std::string_view group, std::string_view serial) {
  return area != "000" && area != "666" && area[0] != '9' && group != "00" && serial != "0000";
}

// The end of the social security number that begins with group `first`, or 0. Without its hyphens
// it must be announced: nine digits are many things.
std::size_t ssn_end(std::string_view text, const Run& run, std::size_t first) {
  static constexpr std::array<std::string_view, 3> kNames = {"ssn", "security", "social"};
  const Group& start = run[first];
  if (is_glued(text, start) || (first > 0 && text[start.begin - 1] == '-')) return 0;
  const std::string_view digits = text.substr(start.begin, start.size());
  if (digits.size() == 9) {
    const bool given = is_given_out(digits.substr(0, 3), digits.substr(3, 2), digits.substr(5));
    return given && announced(text, start.begin, kNames) ? start.end : 0;
  }
  if (digits.size() != 3 || run.size() - first < 3) return 0;
  const Group& middle = run[first + 1];
  const Group& last = run[first + 2];
  const bool shaped = middle.size() == 2 && last.size() == 4 && !ends_glued(text, last) &&
                      (run.size() - first == 3 || text[last.end] != '-');
  const bool hyphens = text[start.end] == '-' && text[middle.end] == '-';
  const bool given = is_given_out(digits, text.substr(middle.begin, 2), text.substr(last.begin, 4));
  return shaped && given && (hyphens || announced(text, start.begin, kNames)) ? last.end : 0;
}

std::string card_mask(std::string_view number) {
  std::string digits;
  std::copy_if(number.begin(), number.end(), std::back_inserter(digits), is_digit);
  return "[card ..." + digits.substr(digits.size() - 4) + "]";
}

void mask_run(std::string_view text, const Run& run, std::string& out) {
  std::size_t copied = run[0].begin;
  for (std::size_t i = 0; i < run.size(); ++i) {
    const std::size_t begin = run[i].begin;
    if (begin < copied) continue;
    const std::size_t ssn = ssn_end(text, run, i);
    const std::size_t end = ssn != 0 ? ssn : card_end(text, run, i);
    if (end == 0) continue;
    out.append(text.substr(copied, begin - copied));
    out += ssn != 0 ? "[ssn]" : card_mask(text.substr(begin, end - begin));
    copied = end;
  }
  out.append(text.substr(copied, run.back().end - copied));
}

}  // namespace

std::string mask_sensitive(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      out += text[at++];
      continue;
    }
    const Run run = run_at(text, at);
    mask_run(text, run, out);
    at = run.back().end;
  }
  return out;
}

std::string mask_phone(std::string_view e164) {
  constexpr std::size_t kTail = 4;
  constexpr std::size_t kHidden = 3;  // digits at least
  constexpr std::size_t kHead = 5;    // "+1" and the area code
  const bool plain = e164.starts_with('+') && std::all_of(e164.begin() + 1, e164.end(), is_digit);
  if (!plain || e164.size() < kTail + kHidden + 1) return "***";
  const std::size_t head = std::min(kHead, e164.size() - kTail - kHidden);
  std::string out(e164.substr(0, head));
  return out.append("***").append(e164.substr(e164.size() - kTail));
}

}  // namespace smsflow
