#include "classify/noise.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace smsflow {
namespace {

constexpr std::array<std::string_view, 5> kOpen = {"\"", "\u201C", "\u00AB", "\u201E", "\u300C"};
constexpr std::array<std::string_view, 5> kClose = {"\"", "\u201D", "\u00BB", "\u201C", "\u300D"};

// Where a tapback's quotation ends nothing may follow but spaces and invisible characters.
std::string_view trimmed(std::string_view text) {
  constexpr std::array<std::string_view, 6> kInvisible = {" ",      "\n",     "\r",
                                                          "\u200B", "\u200D", "\uFEFF"};
  for (bool changed = true; changed;) {
    changed = false;
    for (const std::string_view each : kInvisible) {
      if (!text.ends_with(each)) continue;
      text.remove_suffix(each.size());
      changed = true;
    }
  }
  return text;
}

// "Liked “...”": an opening quotation mark after the verb, a closing one at the end.
bool quotes_to_the_end(std::string_view raw) {
  const std::string_view text = trimmed(raw.substr(0, 2000));
  const bool closes = std::any_of(kClose.begin(), kClose.end(), [&](std::string_view mark) {
    return text.size() > mark.size() && text.ends_with(mark);
  });
  // A long quotation may have been cut off.
  if (!closes && raw.size() < 300) return false;
  const std::string_view head = text.substr(0, 80);
  return std::any_of(kOpen.begin(), kOpen.end(), [&](std::string_view mark) {
    const std::size_t at = head.find(mark);
    return at != std::string_view::npos && at + mark.size() < text.size();
  });
}

bool begins_with_symbol(std::string_view raw) {
  return !raw.empty() && static_cast<unsigned char>(raw.front()) >= 0xC0;
}

}  // namespace

std::string read_noise(const Utterance& utterance) {
  if (const RuleMatch* automatic = utterance.find("noise", "yes")) {
    return describe("no answer, automatic text", utterance, *automatic);
  }
  const RuleMatch* tapback = utterance.find("noise", "tapback");
  if (tapback == nullptr && begins_with_symbol(utterance.raw())) {
    tapback = utterance.find("noise", "reaction");
  }
  if (tapback == nullptr || !quotes_to_the_end(utterance.raw())) return {};
  return describe("no answer, reaction", utterance, *tapback);
}

}  // namespace smsflow
