#include "classify/wrong_number.h"

namespace smsflow {

std::string read_wrong_number(const Utterance& utterance) {
  // Of "wrong #" the normal form keeps only half.
  if (utterance.plain() == "wrong" && utterance.raw().find('#') != std::string_view::npos) {
    return "wrong number \"wrong #\" (en)";
  }
  const RuleMatch* match = utterance.find("wrong_number", "yes");
  return match == nullptr ? std::string() : describe("wrong number", utterance, *match);
}

}  // namespace smsflow
