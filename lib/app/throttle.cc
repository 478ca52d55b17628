#include "app/throttle.h"

#include <algorithm>
#include <limits>

namespace smsflow {
namespace {

constexpr double kRounding = 1e-9;

}  // namespace

Throttle::Bucket& Throttle::filled(const std::string& number, double segments_per_second,
                                   Moment now) {
  const double capacity = std::max(1.0, segments_per_second);
  const auto [found, fresh] = buckets_.try_emplace(number, Bucket{capacity, now});
  Bucket& bucket = found->second;
  const double seconds = std::chrono::duration<double>(now - bucket.at).count();
  bucket.tokens = std::min(capacity, bucket.tokens + seconds * segments_per_second);
  bucket.at = now;
  return bucket;
}

bool Throttle::take(const std::string& number, double segments_per_second, int segments,
                    Moment now) {
  if (segments_per_second <= 0) return true;
  Bucket& bucket = filled(number, segments_per_second, now);
  const double capacity = std::max(1.0, segments_per_second);
  const double needed = std::min(capacity, static_cast<double>(segments));
  if (bucket.tokens + kRounding < needed) return false;
  bucket.tokens -= segments;
  return true;
}

int Throttle::room(const std::string& number, double segments_per_second, Moment now) {
  if (segments_per_second <= 0) return std::numeric_limits<int>::max() / 2;
  const double tokens = filled(number, segments_per_second, now).tokens + kRounding;
  return static_cast<int>(std::clamp(tokens, 0.0, 1e6));
}

Throttle::Moment Throttle::next_slot(const std::string& number, double segments_per_second,
                                     Moment now) {
  if (segments_per_second <= 0) return now;
  const double missing = 1.0 - filled(number, segments_per_second, now).tokens;
  if (missing <= 0) return now;
  const std::chrono::duration<double> wait(missing / segments_per_second);
  return now + std::chrono::ceil<Moment::duration>(wait);
}

}  // namespace smsflow
