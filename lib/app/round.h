// What the outboxes of a dispatcher share: the transaction of its turn, its requests in flight, and
// what is counted.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "app/programs.h"
#include "app/slice.h"
#include "http/client.h"
#include "store/store.h"

namespace smsflow {

struct DispatchCounts {
  std::int64_t accepted = 0;
  std::int64_t rejected = 0;
  std::int64_t unknown = 0;
  std::int64_t not_sent = 0;  // will be tried again
  std::int64_t suppressed = 0;
  std::int64_t expired = 0;
  std::int64_t deferred = 0;  // quiet hours
  std::int64_t settled = 0;   // unknown ones that `find` settled
  std::int64_t expired_unknown = 0;
  std::int64_t set_aside = 0;  // rows that could not be decided
  std::int64_t hooks_delivered = 0;
  std::int64_t hooks_failed = 0;                // will be tried again
  std::int64_t hooks_dead = 0;                  // given up
  std::map<std::string, std::int64_t> blocked;  // by BlockReason
};

// Counts a row that does not leave now: deferred, expired or suppressed.
void count_stopped(DispatchCounts& counts, const Intent& intent);

struct DispatchOptions {
  std::string owner;  // who posts: marks the rows that are on their way
  // Whether another owner still runs; without it nobody else does.
  std::function<bool(std::string_view owner)> is_alive;
  std::function<void(const std::string& what)> alarm;  // a row was set aside; may be empty
  int concurrency = 32;
  bool catches_up = false;  // asks carriers for texts that no webhook brought
  bool real_time = true;    // false: the clock is virtual; throttles and dates do not apply
};

inline constexpr Duration kPostingDeadline = std::chrono::seconds{45};  // time-out, skew, a margin
inline constexpr int kRowsPerTurn = 200;

// Rows that could not be decided, and until when they are left alone.
using SetAside = std::map<std::string, Instant, std::less<>>;
inline const SetAside kNoneSetAside;

struct Round {
  Transaction& log;
  Programs& programs;
  Instant now;
  DispatchCounts& counts;
  const SetAside& set_aside = kNoneSetAside;
  Slice slice = {};     // when it is over the rest waits for another turn
  std::string at = {};  // the row in work: if it throws, only that one is set aside

  bool skips(std::string_view row) const {
    const auto found = set_aside.find(row);
    return found != set_aside.end() && now < found->second;
  }
};

struct Wire {
  HttpClient client;
  std::uint64_t next_tag = 1;

  std::uint64_t add(HttpCall call) {
    const std::uint64_t tag = next_tag++;
    client.add(std::move(call), tag);
    return tag;
  }
};

}  // namespace smsflow
