#include "shared_options.h"

#include "text/error.h"
#include "text/nearest.h"
#include "time/zone.h"

namespace smsflow {

void add_config(Options verb, PlaceOptions& options) {
  verb.add("--config", options.config,
           "Configuration; else ./smsflow.toml, else the user's, else built-in defaults")
      .type_name("FILE");
}

void add_log(Options verb, PlaceOptions& options) {
  verb.add("--log", options.log, "The log; else the configuration's, else the state directory's")
      .type_name("FILE");
}

void add_now(Options verb, std::string& now) {
  verb.add("--now", now, "Take this moment for now (RFC 3339)").type_name("TIME");
}

Instant now_or_system(const std::string& now) {
  if (now.empty()) return SystemClock().now();
  const std::optional<Instant> parsed = parse_rfc3339(now);
  if (!parsed) {
    throw Error(ErrorKind::kUsage, "--now " + now + " is not an RFC 3339 time", {},
                "write it like 2026-03-02T09:00:00-06:00 or 2026-03-02T15:00:00Z");
  }
  return *parsed;
}

void refuse_invented_time(const Config& config) {
  const std::string beyond = reaches_beyond_loopback(config);
  if (beyond.empty()) return;
  throw Error(ErrorKind::kUsage, "--now would text or tell real people at an invented time", {},
              beyond + " is not on loopback");
}

Instant parse_since(std::string_view text, std::string_view option, Instant now) {
  if (const auto at = parse_rfc3339(text)) return *at;
  if (const auto day = parse_local(text, Zone::utc())) return *day;
  if (const auto ago = parse_duration(text)) return now - *ago;
  throw Error(ErrorKind::kUsage, std::string(option) + " " + std::string(text) + " is no moment",
              {}, "write an RFC 3339 time, a date like 2026-03-02, or an age like 7d");
}

void add_format(Options verb, std::string& format, std::string_view allowed) {
  verb.add("--format", format, "Output format: " + std::string(allowed)).type_name("FORMAT");
}

Format parse_format(const std::string& format, bool terminal, Format otherwise) {
  if (format.empty()) return terminal ? Format::kTable : otherwise;
  if (format == "table") return Format::kTable;
  if (format == "json") return Format::kJson;
  if (format == "jsonl") return Format::kJsonl;
  if (format == "csv") return Format::kCsv;
  const std::string near = nearest(format, {"table", "json", "jsonl", "csv"});
  throw Error(
      ErrorKind::kUsage, "unknown format " + format, {},
      near.empty() ? "formats are table, json, jsonl and csv" : "did you mean " + near + "?");
}

}  // namespace smsflow
