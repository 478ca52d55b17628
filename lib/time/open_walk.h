// Opening times that a wall clock gives, as intervals of real time: over each clock change the
// walk goes on with the new offset, so a skipped hour is not counted and a repeated one is twice.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include "time/zone.h"

namespace smsflow {

// Minutes after local midnight, half-open, up to 1440.
struct MinuteSpan {
  int from_min = 0;
  int until_min = 0;
};

struct OpenInterval {
  Instant from;
  Instant until;
};

class OpenWalk {
 public:
  // Adds the spans of one local date, in order, not overlapping.
  using DaySpans = std::function<void(std::chrono::sys_days date, std::vector<MinuteSpan>& spans)>;

  OpenWalk(const Zone& zone, Instant from, Instant until, DaySpans day_spans);

  // The next open interval within [from, until), never empty. Two of them may touch.
  std::optional<OpenInterval> next();

 private:
  void enter_stretch(Instant at);
  void enter_day(std::chrono::sys_days date);
  bool advance_day();
  Instant moment(int minute) const;

  Zone zone_;
  Instant until_;
  DaySpans day_spans_;
  // The stretch between two clock changes in which the walk stands.
  Instant stretch_from_;
  Instant stretch_until_;
  std::chrono::seconds offset_{0};
  std::chrono::sys_days date_;
  std::vector<MinuteSpan> spans_;
  std::size_t next_span_ = 0;
};

}  // namespace smsflow
