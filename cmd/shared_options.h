// Options that mean the same in every verb that has them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/config.h"
#include "options.h"
#include "time/clock.h"

namespace smsflow {

// --config FILE and --log FILE.
struct PlaceOptions {
  std::string config;
  std::string log;
};
void add_config(Options verb, PlaceOptions& options);
void add_log(Options verb, PlaceOptions& options);

// --now TIME (RFC 3339).
void add_now(Options verb, std::string& now);
// The moment of --now, or the system's. Throws Error{kUsage}.
Instant now_or_system(const std::string& now);
// A made-up clock must never reach a real person: throws Error{kUsage} unless everything that the
// configuration names stays on this machine.
void refuse_invented_time(const Config& config);
// A RFC 3339 time, a date (midnight UTC), or a duration before `now` ("7d"). Throws Error{kUsage}.
Instant parse_since(std::string_view text, std::string_view option, Instant now);

enum class Format { kTable, kJson, kJsonl, kCsv };
// --format table|json|jsonl|csv; without it tables for a terminal and `otherwise` for a pipe.
void add_format(Options verb, std::string& format, std::string_view allowed);
Format parse_format(const std::string& format, bool terminal, Format otherwise);

}  // namespace smsflow
