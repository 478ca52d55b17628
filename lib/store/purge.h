// Retention: numbers, texts and record fields that are older than anybody needs are erased. What
// stays says nothing about a person: events, hashes, counts, opt-outs and the consent ledger under
// the keyed hash of the number, so that a number that comes back is still opted out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "time/instant.h"

namespace smsflow {

struct Purged {
  std::int64_t messages = 0;  // replies, with their raw requests
  std::int64_t texts = 0;     // texts, mails and payloads of hooks
  std::int64_t records = 0;   // states of records, with what was captured
  std::int64_t contacts = 0;  // numbers
  std::int64_t all() const { return messages + texts + records + contacts; }
};

// What purge() would erase now of the log at the path. Throws Error, as open_log() does.
Purged purgeable(const std::string& log, Instant before);

// Erases what events before `before` brought, except of conversations that are not over, of
// contacts a person is busy with, and of texts that may still leave. A number goes when nothing
// happened with it since and nothing of it is left. In slices, so that others can write meanwhile;
// the first leaves an event that says so. Stopped at any moment, the log is whole; run it again.
// The file and its write-ahead log hold the erased bytes no more unless another process reads an
// older state of them just then (false).
bool purge(const std::string& log, Instant before, Instant now);

// Copies that upgrades left beside the log, which purge() does not reach.
std::vector<std::string> copies_beside(const std::string& log);

}  // namespace smsflow
