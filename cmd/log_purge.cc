#include "log_purge.h"

#include <fmt/format.h>

#include "store/purge.h"
#include "text/error.h"
#include "text/utf8.h"

#include "shared_options.h"

namespace smsflow {
namespace {

Duration age(const std::string& text) {
  if (const std::optional<Duration> parsed = parse_duration(text)) return *parsed;
  throw Error(ErrorKind::kUsage, "--older-than is no duration: " + terminal_safe(text), {},
              "write it like 400d or 104w");
}

}  // namespace

int purge_log(const std::string& path, const PurgeOptions& options, Io& io) {
  const Instant now = now_or_system(options.now);
  const Instant before = now - age(options.older_than);
  const Purged found = purgeable(path, before);
  const bool clean = options.dry_run || found.all() == 0 || purge(path, before, now);
  io.out << fmt::format("{}: {} replies, {} texts, {} records, {} numbers from before {}\n",
                        options.dry_run ? "would erase" : "erased", found.messages, found.texts,
                        found.records, found.contacts, format_rfc3339(before));
  if (!clean) {
    io.err << "smsflow: warning: another process still reads the log; what was erased leaves the "
              "disk with a later purge\n";
  }
  for (const std::string& copy : copies_beside(path)) {
    io.err << "smsflow: warning: " << copy
           << " holds what the log held before it was upgraded; remove it when you no longer need "
              "it\n";
  }
  return kDone;
}

}  // namespace smsflow
