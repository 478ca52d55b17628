// Segments per second of each sender number: a token bucket a process keeps for itself.
#pragma once

#include <chrono>
#include <map>
#include <string>

namespace smsflow {

class Throttle {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  // Takes `segments` from the number's bucket at `now`; false: not yet. A rate of 0 is no limit. A
  // text of more segments than the bucket holds (one second's worth, at least one) waits for a full
  // bucket and leaves it in debt, so that the rate holds over time.
  bool take(const std::string& number, double segments_per_second, int segments, Moment now);
  // How many texts of one segment may leave at `now`; a large number when there is no limit.
  int room(const std::string& number, double segments_per_second, Moment now);
  // When the next text of one segment may leave, `now` or later.
  Moment next_slot(const std::string& number, double segments_per_second, Moment now);

 private:
  struct Bucket {
    double tokens = 0;
    Moment at;
  };
  Bucket& filled(const std::string& number, double segments_per_second, Moment now);

  std::map<std::string, Bucket> buckets_;
};

}  // namespace smsflow
