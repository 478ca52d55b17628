// The words that carriers and the law read by themselves, whoever sends them: STOP, START, HELP and
// their kin in data/opt_out_words.tsv.
#pragma once

#include <string_view>
#include <vector>

namespace smsflow {

enum class CarrierWordKind {
  kStop,
  kAmbiguous,  // CANCEL, END, QUIT: an opt-out by the carriers' lists, perhaps meant otherwise
  kStart,
  kStartElsewhere,  // YES: read as START by some carriers, never by us
  kHelp,
  kReal,  // looks like one mistyped
};

struct CarrierWord {
  CarrierWordKind kind = CarrierWordKind::kReal;
  std::string_view language;
  std::string_view word;  // normalised; may be two words
};

const std::vector<CarrierWord>& carrier_words();

// The entry for a whole normalised message, or null.
const CarrierWord* find_carrier_word(std::string_view normalised);

}  // namespace smsflow
