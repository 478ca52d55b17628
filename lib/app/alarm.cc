#include "app/alarm.h"

namespace smsflow {
namespace {

constexpr auto kBetweenLines = std::chrono::seconds{10};

}  // namespace

void Alarm::raise(const std::string& what, Moment now) {
  const std::lock_guard lock(mutex_);
  ++raised_;
  if (said_at_ && now - *said_at_ < kBetweenLines) {
    ++unsaid_;
    return;
  }
  said_at_ = now;
  std::string line = "smsflow: alarm: " + what;
  if (unsaid_ > 0) line += " (and " + std::to_string(unsaid_) + " more since the last alarm)";
  unsaid_ = 0;
  say_(line);
}

std::int64_t Alarm::raised() const {
  const std::lock_guard lock(mutex_);
  return raised_;
}

}  // namespace smsflow
