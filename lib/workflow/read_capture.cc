#include <fmt/format.h>

#include "workflow/read.h"

namespace smsflow {

using toml_file::TableReader;

void read_capture(TableReader& reader, CaptureSpec& capture) {
  if (reader.any("read") == nullptr) reader.missing("read");
  constexpr CaptureKind kKinds[] = {CaptureKind::kText,   CaptureKind::kPattern,
                                    CaptureKind::kMoment, CaptureKind::kDate,
                                    CaptureKind::kAmount, CaptureKind::kNumber};
  capture.kind = kKinds[read_choice(reader, "read",
                                    {"text", "pattern", "moment", "date", "amount", "number"})];
  if (capture.kind == CaptureKind::kPattern) capture.pattern = reader.required_text("pattern");
  if (capture.kind == CaptureKind::kPattern || capture.kind == CaptureKind::kAmount) {
    capture.known = reader.text_or("known", "");
  }
  if (capture.kind == CaptureKind::kNumber) {
    capture.least = reader.integer_or("min", 0, 0, 999);
    capture.most = reader.integer_or("max", 999, capture.least, 999);
  }
}

void read_satisfaction(TableReader& reader, Satisfaction& satisfaction) {
  satisfaction.place = reader.place();
  if (const toml_file::Node* say = reader.any("say")) {
    read_say(*say, "satisfaction.say", satisfaction.say, reader.faults());
  } else {
    reader.missing("say");
  }
  if (reader.any("after") == nullptr) reader.missing("after");
  satisfaction.after = read_duration(reader, "after");
  if (const toml_file::Node* thanks = reader.any("thanks")) {
    read_say(*thanks, "satisfaction.thanks", satisfaction.thanks, reader.faults());
  }
  satisfaction.outcomes = reader.texts("outcomes");
}

}  // namespace smsflow
