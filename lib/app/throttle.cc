#include "app/throttle.h"

#include <algorithm>

namespace smsflow {

bool Throttle::take(const std::string& number, double segments_per_second, int segments,
                    Moment now) {
  if (segments_per_second <= 0) return true;
  const double capacity = std::max(1.0, segments_per_second);
  const auto [found, fresh] = buckets_.try_emplace(number, Bucket{capacity, now});
  Bucket& bucket = found->second;
  const double seconds = std::chrono::duration<double>(now - bucket.at).count();
  bucket.tokens = std::min(capacity, bucket.tokens + seconds * segments_per_second);
  bucket.at = now;
  const double needed = std::min(capacity, static_cast<double>(segments));
  if (bucket.tokens + 1e-9 < needed) return false;
  bucket.tokens -= segments;
  return true;
}

}  // namespace smsflow
