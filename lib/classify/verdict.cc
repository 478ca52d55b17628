#include "classify/verdict.h"

namespace smsflow {

std::string_view name(Layer layer) {
  switch (layer) {
    case Layer::kNone:
      return "none";
    case Layer::kOptOut:
      return "opt-out";
    case Layer::kWrongNumber:
      return "wrong number";
    case Layer::kNoise:
      return "noise";
    case Layer::kKeyword:
      return "keyword";
    case Layer::kPhrase:
      return "phrase";
    case Layer::kNet:
      return "net";
    case Layer::kModel:
      return "model";
  }
  return "none";
}

}  // namespace smsflow
