#include "store/store.h"

namespace smsflow {

std::string_view name(Source source) {
  switch (source) {
    case Source::kLive:
      return "live";
    case Source::kSimulated:
      return "simulated";
    case Source::kReplayed:
      return "replayed";
  }
  return "unnamed";
}

}  // namespace smsflow
