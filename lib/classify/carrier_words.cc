#include "classify/carrier_words.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "classify/rule_data.h"
#include "classify/word_table.h"
#include "text/ascii.h"

namespace smsflow {
namespace {

constexpr std::array<std::pair<std::string_view, CarrierWordKind>, 6> kKinds = {{
    {"stop", CarrierWordKind::kStop},
    {"ambiguous", CarrierWordKind::kAmbiguous},
    {"start", CarrierWordKind::kStart},
    {"start_carrier", CarrierWordKind::kStartElsewhere},
    {"help", CarrierWordKind::kHelp},
    {"real", CarrierWordKind::kReal},
}};

std::string_view bytes_of_file() {
  for (const RuleFile& file : rule_files()) {
    if (file.name == "opt_out_words") return file.bytes;
  }
  return {};
}

std::vector<CarrierWord> parse(std::string_view bytes) {
  std::vector<CarrierWord> words;
  while (!bytes.empty()) {
    std::string_view line = take_until(bytes, '\n');
    if (line.empty() || line.front() == '#') continue;
    const std::string_view kind = take_until(line, '\t');
    const std::string_view language = take_until(line, '\t');
    const auto* found = std::find_if(kKinds.begin(), kKinds.end(),
                                     [&](const auto& each) { return each.first == kind; });
    assert(found != kKinds.end() && !line.empty());
    words.push_back({found->second, language, line});
  }
  return words;
}

}  // namespace

const std::vector<CarrierWord>& carrier_words() {
  static const std::vector<CarrierWord> kWords = parse(bytes_of_file());
  return kWords;
}

const CarrierWord* find_carrier_word(std::string_view normalised) {
  // Numbers count from 1. Of a word in two kinds the first counts.
  static const WordTable kTable = [] {
    WordTable table;
    std::uint32_t number = 0;
    for (const CarrierWord& each : carrier_words()) table.add(each.word, ++number);
    return table;
  }();
  static const std::size_t kLongest = [] {
    std::size_t longest = 0;
    for (const CarrierWord& each : carrier_words()) longest = std::max(longest, each.word.size());
    return longest;
  }();
  if (normalised.size() > kLongest) return nullptr;
  const std::uint32_t number = kTable.find(normalised);
  return number == 0 ? nullptr : &carrier_words()[number - 1];
}

}  // namespace smsflow
