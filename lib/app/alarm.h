// Says on stderr that something needs a person, often enough to be seen and seldom enough to be
// read: a line at most every few seconds, with the number of what was not said.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace smsflow {

class Alarm {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  // `say` takes the lines; it is called by one thread at a time.
  explicit Alarm(std::function<void(const std::string& line)> say) : say_(std::move(say)) {}

  // From any thread.
  void raise(const std::string& what, Moment now = Moment::clock::now());
  std::int64_t raised() const;

 private:
  std::function<void(const std::string& line)> say_;
  mutable std::mutex mutex_;
  std::int64_t raised_ = 0;
  std::int64_t unsaid_ = 0;
  std::optional<Moment> said_at_;
};

}  // namespace smsflow
