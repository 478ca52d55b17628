// What was said, added to the payload of a hand-off's hook when it is posted: the row in the outbox
// needs no second copy of people's words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "time/instant.h"

namespace smsflow {

struct SpokenLine {
  Instant at;
  bool from_contact = false;
  std::string text;
};

// Whether the payload is of a hand-off: its data names one.
bool wants_transcript(std::string_view payload);

// The payload with data.transcript, a list of {"at", "from": "contact" | "us", "text"}. What cannot
// be read stays as it is.
std::string with_transcript(std::string_view payload, const std::vector<SpokenLine>& lines);

}  // namespace smsflow
