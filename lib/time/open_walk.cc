#include "time/open_walk.h"

#include <algorithm>
#include <utility>

namespace smsflow {

OpenWalk::OpenWalk(const Zone& zone, Instant from, Instant until, DaySpans day_spans)
    : zone_(zone), until_(until), day_spans_(std::move(day_spans)) {
  enter_stretch(from);
}

std::optional<OpenInterval> OpenWalk::next() {
  do {
    while (next_span_ < spans_.size()) {
      const MinuteSpan& span = spans_[next_span_++];
      const Instant from = std::max(moment(span.from_min), stretch_from_);
      const Instant until = std::min(moment(span.until_min), stretch_until_);
      if (from < until) return OpenInterval{from, until};
    }
  } while (advance_day());
  return std::nullopt;
}

bool OpenWalk::advance_day() {
  const std::chrono::sys_days tomorrow = date_ + std::chrono::days{1};
  if (Instant{tomorrow} - offset_ < stretch_until_) {
    enter_day(tomorrow);
    return true;
  }
  if (stretch_until_ >= until_) return false;
  enter_stretch(stretch_until_);
  return true;
}

void OpenWalk::enter_stretch(Instant at) {
  stretch_from_ = at;
  stretch_until_ = std::min(until_, zone_.next_change(at).value_or(until_));
  offset_ = std::chrono::seconds{zone_.offset_s(at)};
  enter_day(std::chrono::floor<std::chrono::days>(at + offset_));
}

void OpenWalk::enter_day(std::chrono::sys_days date) {
  date_ = date;
  spans_.clear();
  next_span_ = 0;
  day_spans_(date, spans_);
}

Instant OpenWalk::moment(int minute) const {
  return Instant{date_} + std::chrono::minutes{minute} - offset_;
}

}  // namespace smsflow
