// The requests that wait to be taken to the log, in the order they came: the server's thread adds
// them, the writer takes them.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include "app/arrived.h"

namespace smsflow {

inline constexpr std::size_t kMaxWaiting = 10'000;  // beyond it: 503, the carrier tries again

class Arrivals {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  // `wake` is called on the thread of add() when something waits where nothing did.
  explicit Arrivals(std::function<void()> wake) : wake_(std::move(wake)) {}

  // From any thread. Answers 503 when too much waits, or nothing is taken any more.
  void add(Arrived arrived);
  // What waits is still taken.
  void close();
  // Nothing is taken any more, what waits is answered 503.
  void give_up();

  bool is_empty() const;
  bool is_open() const;
  std::vector<Arrived> take(std::size_t count);
  // What came to nothing, as it was taken.
  void put_back(std::vector<Arrived> taken);
  // Answers 503 to those that came before; how many there were.
  std::size_t refuse(Moment before);

 private:
  std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::deque<Arrived> waiting_;
  bool open_ = true;
};

}  // namespace smsflow
