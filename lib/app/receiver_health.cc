#include "app/receiver_health.h"

#include <algorithm>

namespace smsflow {
namespace {

constexpr int kCallsAtOnce = 4;
constexpr int kFailuresBeforeRest = 4;
constexpr Duration kFirstRest = std::chrono::seconds{5};
constexpr Duration kLongestRest = std::chrono::minutes{1};
constexpr Duration kLongestWish = std::chrono::minutes{5};

}  // namespace

int ReceiverHealth::room(Moment now) const {
  if (now < rests_until_) return 0;
  return failures_ == 0 ? kCallsAtOnce : 1;
}

void ReceiverHealth::failed(Moment now, Duration asked_for) {
  failures_ += 1;
  Duration rest = std::min(asked_for, kLongestWish);
  if (failures_ >= kFailuresBeforeRest) {
    const int doublings = std::min(failures_ - kFailuresBeforeRest, 10);
    rest = std::max(rest, std::min(kFirstRest * (1 << doublings), kLongestRest));
  }
  rests_until_ = std::max(rests_until_, now + rest);
}

}  // namespace smsflow
