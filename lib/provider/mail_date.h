// Dates as mail and HTTP headers write them (RFC 5322, 3.3; RFC 9110, 5.6.7), and what Retry-After
// says.
#pragma once

#include <optional>
#include <string_view>

#include "http/message.h"
#include "time/instant.h"

namespace smsflow {

// "Thu, 24 Aug 2023 05:01:45 +0000", "... GMT"; the day's name is not checked. Nothing for others.
std::optional<Instant> parse_mail_date(std::string_view text);

// How long to wait, from 0 to one hour whatever the carrier says: whole seconds, or a date, which
// counts from the answer's own Date. Nothing without the header or when it makes no sense.
std::optional<Duration> retry_after(const Headers& headers);

}  // namespace smsflow
